import fc from 'fast-check';
import { expect, test } from 'vitest';
import { align } from '../../../../src/deduce/align/alignment.ts';
import type { Said } from '../../../../src/deduce/said.ts';

const START = Date.parse('2026-01-15T09:30:00Z');

function pushed(line: number, tag: string, more: { readonly at?: number; readonly digest?: string } = {}): Said {
  const { at = line * 1_000, digest = `sha256:${tag}` } = more;
  return {
    line,
    arrived: START + at,
    value: {
      version: '0',
      id: `${line}-${at}-${tag}`,
      'detail-type': 'ECR Image Action',
      source: 'aws.ecr',
      account: '123456789012',
      time: new Date(START + at).toISOString(),
      region: 'us-east-1',
      resources: [],
      detail: {
        result: 'SUCCESS',
        'repository-name': 'web',
        'image-digest': digest,
        'action-type': 'PUSH',
        'image-tag': tag,
      },
    },
  };
}

async function* all(lines: readonly Said[]): AsyncGenerator<Said> {
  yield* lines;
}

const compare = (a: readonly Said[], b: readonly Said[], most?: number) => align(all(a), all(b), 60_000, most);

test('two recordings that say the same are equal, whatever their ids, their day and their order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 })
        .chain((tags) => fc.tuple(fc.constant(tags), fc.shuffledSubarray(tags, { minLength: tags.length }))),
      async ([tags, shuffled]) => {
        const a = tags.map((tag, index) => pushed(index + 1, tag, { at: 0 }));
        const b = shuffled.map((tag, index) => pushed(index + 7, tag, { at: 86_400_000 }));
        expect(await compare(a, b)).toEqual({ equal: tags.length, aligned: [], isCut: false });
      },
    ),
  );
});

test('what only one has is missing or extra, what says something else is different, and what came late is late', async () => {
  const a = [pushed(1, 'a'), pushed(2, 'b'), pushed(3, 'c'), pushed(4, 'd')];
  const b = [
    pushed(1, 'a'),
    pushed(2, 'b', { at: 182_000 }),
    pushed(3, 'c', { digest: 'sha256:other' }),
    pushed(4, 'd'),
    { line: 5, value: { 'detail-type': 'ECR Image Scan', detail: { 'repository-name': 'web' } } },
  ];
  const { equal, aligned } = await compare(a, b);
  expect(equal).toBe(3);
  expect(aligned).toMatchObject([
    { kind: 'late', a: 2, b: 2, by: 180_000 },
    {
      kind: 'different',
      a: 3,
      b: 3,
      differences: [{ path: 'detail.image-digest', a: 'sha256:c', b: 'sha256:other' }],
    },
    { kind: 'extra', line: 5, subject: { what: 'ECR Image Scan', repository: 'web', which: '' } },
  ]);
  expect((await compare(b, a)).aligned.map(({ kind }) => kind)).toEqual(['late', 'different', 'missing']);
});

test('two that have nothing in common are given up on before they fill the memory', async () => {
  const a = Array.from({ length: 100 }, (_, index) => pushed(index, `a${index}`));
  const b = Array.from({ length: 100 }, (_, index) => pushed(index, `b${index}`));
  expect(await compare(a, b, 20)).toMatchObject({ equal: 0, isCut: true });
});
