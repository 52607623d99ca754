import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonValues } from '../../../../src/recording/capture/json-values.ts';

/** Text in pieces of a size. */
async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function valuesIn(text: string, size = 7): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const value of jsonValues(inPieces(text, size)))
    found.push(value.kind === 'value' ? JSON.parse(value.text) : `${value.line}: ${value.reason}`);
  return found;
}

test.for([
  ['one a line', '{"a":1}\n{"b":2}\n'],
  ['one a line, with carriage returns', '{"a":1}\r\n{"b":2}\r\n'],
  ['run together, as Firehose writes them', '{"a":1}{"b":2}'],
  ['in an array', '[{"a":1},{"b":2}]'],
  ['in an array over several lines', '[\n  {\n    "a": 1\n  },\n  {\n    "b": 2\n  }\n]\n'],
  ['as a sequence with record separators', '\u001E{"a":1}\n\u001E{"b":2}\n'],
])('values are found %s', async ([, text]) => {
  for (const size of [1, 2, 5, 100]) expect(await valuesIn(text!, size)).toEqual([{ a: 1 }, { b: 2 }]);
});

test('whatever values are strung together however, and cut into pieces anywhere, comes out as it was', async () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(object),
      fc.constantFrom('', '\n', ' ', ',\n'),
      fc.integer({ min: 1, max: 40 }),
      fc.option(fc.constantFrom('', '\t', '  '), { nil: undefined }),
      async (objects, between, size, indent) => {
        const text = objects.map((one) => JSON.stringify(one, undefined, indent)).join(between);
        expect(await valuesIn(text, size)).toEqual(JSON.parse(JSON.stringify(objects)));
      },
    ),
    { seed: 7, numRuns: 100 },
  );
});

test('a line that is cut short is told with its number, and the next is read', async () => {
  expect(await valuesIn('{"a":1}\n{"b":"tw\n{"c":3}\n{"d":4,\n{"e":5}\n{"f":')).toEqual([
    { a: 1 },
    '2: a text has no end',
    { c: 3 },
    '4: it is cut short',
    { e: 5 },
    '6: it is cut short',
  ]);
});

test('brackets that nobody would nest so deep are told, and do no harm', async () => {
  const [first] = await valuesIn(`${'{"a":'.repeat(5_000)}1`, 1_000);
  expect(first).toBe('1: it is nested more than 1000 deep');
});
