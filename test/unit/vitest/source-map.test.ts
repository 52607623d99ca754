import { SourceMap } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapLines } from '../../../src/vitest/source-map.ts';

test('each line of the module leads to its place in the source', () => {
  const place = fc.record({ line: fc.integer({ min: 1, max: 100_000 }), column: fc.integer({ min: 1, max: 5_000 }) });
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), (places) => {
      // Node's own reader of source maps is the judge; it counts from 0.
      const map = new SourceMap({
        ...mapLines('/a/push.yaml', places),
        file: 'push.js',
        sourcesContent: [],
        sourceRoot: '',
      });
      for (const [index, { line, column }] of places.entries()) {
        expect(map.findEntry(index, 7)).toMatchObject({
          originalSource: '/a/push.yaml',
          originalLine: line - 1,
          originalColumn: column - 1,
        });
      }
    }),
  );
});
