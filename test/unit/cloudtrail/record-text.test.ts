import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { CloudTrailRecord } from '../../../src/cloudtrail/record.ts';
import { recordText } from '../../../src/cloudtrail/record-text.ts';

// The property writes a hundred records; on a machine with other work that takes its time.
vi.setConfig({ testTimeout: 60_000 });

const GOLDEN = new URL('../../golden/', import.meta.url);

function isRecord(value: unknown): value is CloudTrailRecord {
  return typeof value === 'object' && value !== null && 'eventSource' in value;
}

test('a record is written as JSON.stringify writes it, for every golden one', () => {
  const files = readdirSync(GOLDEN).filter((file) => file.endsWith('.emission.ndjson'));
  const records = files
    .flatMap((file) => readFileSync(new URL(file, GOLDEN), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as unknown)
    .filter(isRecord);
  expect(records.length).toBeGreaterThan(50);
  for (const record of records) {
    expect(recordText(record)).toBe(JSON.stringify(record));
    // The second time who acted is remembered.
    expect(recordText(record)).toBe(JSON.stringify(record));
  }
});

test('what a person wrote is escaped, wherever it stands', () => {
  const [line] = readFileSync(new URL('push.emission.ndjson', GOLDEN), 'utf8').split('\n');
  const record = JSON.parse(line ?? '') as CloudTrailRecord;
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 2 }), (text, value) => {
      const spoken = {
        ...record,
        userIdentity: { type: text },
        awsRegion: text,
        sourceIPAddress: text,
        userAgent: text,
        errorCode: text,
        errorMessage: text,
        requestParameters: value as CloudTrailRecord['requestParameters'],
      };
      expect(recordText(spoken)).toBe(JSON.stringify(spoken));
    }),
  );
});

test('what is quoted is written as it was, without a request and with names that have to be escaped too', () => {
  const [line] = readFileSync(new URL('push.emission.ndjson', GOLDEN), 'utf8').split('\n');
  for (const more of [{ requestID: null }, { eventName: 'a "b"' }, { requestID: undefined }]) {
    const record = { ...(JSON.parse(line ?? '') as object), ...more } as unknown as CloudTrailRecord;
    expect(recordText(record)).toBe(JSON.stringify(record));
  }
});

test('what is quoted may name nobody, as records in the wild do', () => {
  const [line] = readFileSync(new URL('push.emission.ndjson', GOLDEN), 'utf8').split('\n');
  for (const userIdentity of [null, 'me', []]) {
    const record = { ...(JSON.parse(line ?? '') as object), userIdentity } as unknown as CloudTrailRecord;
    expect(recordText(record)).toBe(JSON.stringify(record));
  }
});
