import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arrivalOf } from '../../../../src/recording/file/arrival.ts';
import { createRecording } from '../../../../src/recording/file/create-recording.ts';
import { isHeader, readHeader } from '../../../../src/recording/file/header.ts';
import { push } from '../recorded-lines.ts';

const SCHEMA = new URL('../../../../schema/recording.schema.json', import.meta.url);
const accepts = new Ajv({ strictTypes: false }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recording-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.for([{}, { redaction: 'none' }] as const)(
  'every line that is written is as the schema has it: %j',
  async (how) => {
    const file = join(folder, `${JSON.stringify(how).length}.ndjson`);
    await using recording = await createRecording(
      file,
      { source: { kind: 'file', name: 'a' }, profile: 'observed' },
      how,
    );
    await recording.append([push(0), { ...push(1), delivery: 'one', deadLetter: { ERROR_CODE: 'NO_PERMISSIONS' } }]);
    await recording.finish();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.filter((line) => !accepts(JSON.parse(line)))).toEqual([]);
  },
);

const HEADER = { ecreplay: 'recording', version: 1, source: { kind: 'sqs' }, redaction: 'none' };
const LINE = { ...push(0), arrivedAt: '2026-01-15T09:30:00.000Z' };

test.for<readonly [string, object]>([
  ['a header', HEADER],
  ['a header with a note', { ...HEADER, note: 'What happened.' }],
  ['another version', { ...HEADER, version: 2 }],
  ['no source', { ...HEADER, source: undefined }],
  ['a source without a kind', { ...HEADER, source: {} }],
  ['no word about redaction', { ...HEADER, redaction: undefined }],
  ['a count below zero', { ...HEADER, count: -1 }],
  ['a hash that is none', { ...HEADER, sha256: 'abc' }],
  ['a line', LINE],
  ['another channel', { ...LINE, channel: 'post' }],
  ['no time of arrival', { ...LINE, arrivedAt: undefined }],
  ['a time that is none', { ...LINE, arrivedAt: 'yesterday' }],
  ['an event without an id', { ...LINE, event: { ...('event' in LINE ? LINE.event : {}), id: undefined } }],
  ['an event without a detail', { ...LINE, event: { ...('event' in LINE ? LINE.event : {}), detail: 'none' } }],
  ['no event', { ...LINE, event: undefined }],
])('the schema and the reader agree about %s', ([, value]) => {
  const written: unknown = JSON.parse(JSON.stringify(value));
  const reads = (): boolean => {
    try {
      return isHeader(written) ? readHeader(written, 'a.ndjson').version === 1 : 'recorded' in arrivalOf(written);
    } catch {
      return false;
    }
  };
  expect(accepts(written)).toBe(reads());
});
