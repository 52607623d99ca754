import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drift } from '../../../src/deduce/drift.ts';
import { toldIn } from '../../../src/deduce/told-in.ts';
import { openRecording } from '../../../src/recording/file/open-recording.ts';

const FOLDER = join(import.meta.dirname, '../../../recordings');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ndjson'));

/** Where what we say is not what was recorded, and why. */
const KNOWN: Readonly<Record<string, readonly object[]>> = {
  // Inspector's guide of today has the version; the event is older.
  'enhanced-scan-event.ndjson': [
    { what: 'Inspector2 Scan INITIAL_SCAN_COMPLETE', path: 'detail.version', said: '1.0', times: 1, line: 2 },
  ],
};

test('there are recordings', () => {
  expect(files.length).toBeGreaterThan(4);
});

test.each(files)('%s is whole, names its source and is what ecreplay says of it', async (file) => {
  const path = join(FOLDER, file);
  const problems: unknown[] = [];
  const reading = await openRecording(path, { tell: (problem) => problems.push(problem) });
  expect(reading.header).toMatchObject({ source: { kind: 'published', from: expect.stringMatching(/\w/) as string } });
  const { drifts, compared, apart } = await drift(toldIn(path, (problem) => problems.push(problem)));
  expect(problems).toEqual([]);
  expect(apart).toEqual([]);
  expect(compared).toBeGreaterThan(0);
  expect(drifts).toEqual(KNOWN[file] ?? []);
});
