import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isSaved, readSaved } from '../../../src/saved/read-saved.ts';
import type { SavedFile } from '../../../src/saved/saved-run.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'ecreplay-saved-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const FILE: SavedFile = {
  format: 'ecreplay-run',
  version: 1,
  title: 'ecreplay run',
  leftOut: [],
  runs: [
    {
      name: 'push',
      description: 'A push.',
      verdict: 'kept',
      bus: 'embedded',
      limits: [],
      findings: [{ kind: 'kept', promise: 'event', topic: 'emitted', claim: 'an event is emitted', items: [] }],
      rules: [{ name: 'all', pattern: '{"source":["aws.ecr"]}', targets: ['consumer deployer'] }],
      why: [{ rule: 'all', mismatches: [{ path: 'source', wanted: '["aws.ecr"]', reason: 'other' }] }],
      lanes: [{ id: 'bus:Bus', kind: 'bus', name: 'Bus' }],
      items: [
        { id: '0', lane: 'bus:Bus', kind: 'delivery', at: 1, title: 'PUSH', causes: [], notes: [], passedBy: [0] },
        { id: '1', lane: 'bus:Bus', kind: 'delivery', at: 2, title: 'PUSH', causes: ['0'], notes: [], passedBy: [] },
      ],
      leftOut: [],
    },
  ],
};

function read(text: string): Promise<SavedFile> {
  const file = join(FOLDER, `${Math.abs(hash(text))}.json`);
  writeFileSync(file, text);
  return readSaved(file);
}

function hash(text: string): number {
  return Array.from(text).reduce((sum, character) => (sum * 31 + character.codePointAt(0)!) | 0, 7);
}

test('what was saved is read as it was', async () => {
  const text = JSON.stringify(FILE);
  expect(isSaved(text)).toBe(true);
  expect(await read(text)).toEqual(FILE);
  expect(await read(JSON.stringify(FILE, undefined, 2))).toEqual(FILE);
});

test('wherever a file is cut off, it is read as far as it goes and says so, or is no JSON yet', async () => {
  const text = JSON.stringify(FILE);
  for (let end = 1; end < text.length; end += 7) {
    const saved = await read(text.slice(0, end)).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'FILE_UNREADABLE' });
      return undefined;
    });
    if (saved === undefined) continue;
    expect(saved.leftOut).toContainEqual(`what comes after its ${end} characters: the file was cut off`);
    expect(FILE.runs[0]?.items.map(({ id }) => id)).toEqual(
      expect.arrayContaining(saved.runs.flatMap(({ items }) => items.map(({ id }) => id))),
    );
  }
  const half = await read(text.slice(0, text.indexOf('{"id":"1"') + 20));
  expect(half.runs[0]?.items.map(({ id }) => id)).toEqual(['0']);
});

test('a later version is refused with what would read it, an older one is read as far as it is the same', async () => {
  await expect(read(JSON.stringify({ ...FILE, version: 2 }))).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    message: expect.stringContaining(
      'its format is version 2, which a later ecreplay has written; this one knows 1',
    ) as unknown,
  });
  const older = await read(JSON.stringify({ ...FILE, version: 0 }));
  expect(older.runs).toEqual(FILE.runs);
  expect(older.leftOut).toEqual(['what its format, version 0, has in other words than version 1']);
});

test('what is not as the format has it is left out and counted, whatever it is', async () => {
  const hostile = [null, 7, 'x', [], { id: '2' }, { id: '3', lane: 'bus:Bus', kind: 'delivery', at: 1e300, title: {} }];
  const value = {
    ...FILE,
    title: { toString: 'x' },
    runs: [
      {
        ...FILE.runs[0],
        name: ['a'],
        verdict: '<b>',
        findings: [null, { claim: 7 }],
        rules: 'none',
        why: [{ mismatches: [{ path: {} }] }],
        items: [...hostile, ...FILE.runs[0]!.items, FILE.runs[0]!.items[0]],
        summary: { from: 1, until: 0 },
      },
      17,
    ],
  };
  const { title, runs } = await read(JSON.stringify(value));
  expect(title).toBe('a saved run');
  expect(runs).toHaveLength(2);
  expect(runs[0]).toMatchObject({ name: 'a run', verdict: 'unjudged', rules: [] });
  expect(runs[0]?.items.map(({ id }) => id)).toEqual(['0', '1']);
  expect(runs[0]?.leftOut).toEqual(['7 of 9 items, which are not as this format has them or too many']);
  expect(runs[0]).not.toHaveProperty('summary');
});

test('an event of a megabyte is cut to its beginning', async () => {
  const long = { ...FILE.runs[0]!.items[0]!, body: { detail: 'x'.repeat(1_000_000) } };
  const { runs } = await read(JSON.stringify({ ...FILE, runs: [{ ...FILE.runs[0], items: [long] }] }));
  expect(runs[0]?.items[0]?.body).toEqual({
    leftOut: '1000013 characters of JSON; it begins so',
    beginning: expect.stringMatching(/^\{"detail":"x+$/) as unknown,
  });
});

test('what is nested without end is noted in its place, and no more of it is kept', async () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  const { runs } = await read(JSON.stringify(FILE).replace('"title":"PUSH"', `"title":"PUSH","body":${deep}`));
  expect(runs[0]?.items[0]).toMatchObject({ title: 'PUSH', body: { leftOut: 'JSON of more than 60 levels' } });
});

test(
  'a file that was cut off in the middle of brackets without end is read in no time',
  { timeout: 5_000 },
  async () => {
    const { runs, leftOut } = await read(`{"format":"ecreplay-run","version":1,"runs":${'['.repeat(300_000)}`);
    expect(runs).toHaveLength(1);
    expect(leftOut).toContain('what comes after its 300044 characters: the file was cut off');
  },
);
