import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { toLogFiles } from '../../../../src/cloudtrail/delivery/log-file.ts';
import type { Recorded } from '../../../../src/cloudtrail/delivery/recorded.ts';
import { digestKey, logFileKey, markerKeys } from '../../../../src/cloudtrail/delivery/object-key.ts';
import type { Trail } from '../../../../src/cloudtrail/delivery/trail.ts';
import { recordAt } from '../../embedded/cloudtrail/account.ts';

const NAMED = Date.parse('2025-03-06T02:30:00Z');

const TRAIL: Trail = {
  name: 'audit',
  arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit',
  account: '111122223333',
  homeRegion: 'us-east-1',
  bucket: 'trail-logs',
  includesGlobalServices: true,
  isMultiRegion: true,
  validates: true,
  selectors: {},
};

function recorded(at: number, text?: string): Recorded {
  const record = recordAt(at);
  return { at, record, text: text ?? JSON.stringify(record) };
}

test('files and digests lie where those of AWS lie', () => {
  const section = { account: '222222222222', region: 'eu-west-1' };
  expect(logFileKey(TRAIL, section, NAMED, 'QF6qcgyiaVnSueXa')).toBe(
    'AWSLogs/222222222222/CloudTrail/eu-west-1/2025/03/06/222222222222_CloudTrail_eu-west-1_20250306T0230Z_QF6qcgyiaVnSueXa.json.gz',
  );
  expect(logFileKey({ ...TRAIL, prefix: 'a/b', organization: 'o-1234abcde' }, section, NAMED, 'x')).toBe(
    'a/b/AWSLogs/o-1234abcde/222222222222/CloudTrail/eu-west-1/2025/03/06/222222222222_CloudTrail_eu-west-1_20250306T0230Z_x.json.gz',
  );
  expect(digestKey(TRAIL, section, NAMED + 31_000)).toBe(
    'AWSLogs/222222222222/CloudTrail-Digest/eu-west-1/2025/03/06/222222222222_CloudTrail-Digest_eu-west-1_audit_us-east-1_20250306T023031Z.json.gz',
  );
  expect(markerKeys({ ...TRAIL, validates: false })).toEqual(['AWSLogs/111122223333/CloudTrail/']);
});

test('a file knows its oldest and newest event, and keeps the order it was given', () => {
  const records = [recorded(NAMED), recorded(NAMED - 60_000), recorded(NAMED - 30_000)];
  const [file, ...others] = toLogFiles(records, () => 'key');
  expect(others).toEqual([]);
  expect([file!.oldest, file!.newest]).toEqual([NAMED - 60_000, NAMED]);
  expect(gunzipSync(file!.body).toString()).toBe(`{"Records":[${records.map(({ text }) => text).join(',')}]}`);
});

test('more than a file holds takes another', () => {
  const large = `{"eventName":"${'x'.repeat(20 * 1024 * 1024)}"}`;
  const keys = ['first', 'second'];
  const files = toLogFiles(
    [large, large, large].map((text) => recorded(NAMED, text)),
    () => keys.shift()!,
  );
  const counts = files.map(({ key, body }) => [
    key,
    (JSON.parse(gunzipSync(body).toString()) as { Records: unknown[] }).Records.length,
  ]);
  expect(counts).toEqual([
    ['first', 2],
    ['second', 1],
  ]);
});
