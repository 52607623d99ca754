import { expect, test } from 'vitest';
import { emitted } from '../emitted.ts';

const SCANNED = 'given: [{ repository: { name: web, scanOnPush: true } }]\n';
const PLAIN = 'given: [{ repository: { name: web } }]\n';

test('a scan on push makes an event and no API call', () => {
  const { names, native } = emitted(
    `${SCANNED}steps: [{ push: { image: "web:1" } }, { scan: { image: "web:1", findings: { CRITICAL: 1, MEDIUM: 9 } } }]`,
  );
  expect(names).not.toContain('StartImageScan');
  expect(native.at(-1)?.detail).toMatchObject({
    'scan-status': 'COMPLETE',
    'finding-severity-counts': { CRITICAL: 1, MEDIUM: 9 },
    'image-tags': ['1'],
  });
  expect(native.at(-1)?.resources).toEqual(['arn:aws:ecr:us-east-1:123456789012:repository/web']);
});

test('without a scan on push, scanning calls StartImageScan', () => {
  const { names, native } = emitted(`${PLAIN}steps: [{ push: { image: "web:1" } }, { scan: { image: "web:1" } }]`);
  expect(names.at(-1)).toBe('StartImageScan');
  expect(native).toHaveLength(2);
});

test('a scan on push that no step tells of ends by itself with nothing found', () => {
  const { native } = emitted(`${SCANNED}steps: [{ push: { image: "web:1" } }]`);
  expect(native.at(-1)?.detail).toMatchObject({ 'scan-status': 'COMPLETE', 'finding-severity-counts': {} });
});

test('a wait lets the scan on push end before a later scan step, which then is one of its own', () => {
  const { names, native } = emitted(
    `${SCANNED}steps: [{ push: { image: "web:1" } }, { wait: 2d }, { scan: { image: "web:1", findings: { LOW: 1 } } }]`,
  );
  expect(names.at(-1)).toBe('StartImageScan');
  expect(native.slice(1).map(({ detail }) => detail['finding-severity-counts'])).toEqual([{}, { LOW: 1 }]);
});

test('a failed scan has no counts at all', () => {
  const { native } = emitted(
    `${PLAIN}steps: [{ push: { image: "web:1" } }, { scan: { image: "web:1", status: FAILED } }]`,
  );
  expect(native.at(-1)?.detail['scan-status']).toBe('FAILED');
  expect(native.at(-1)?.detail).not.toHaveProperty('finding-severity-counts');
});

test('a second scan within a day is refused', () => {
  const { errors } = emitted(
    `${PLAIN}steps: [{ push: { image: "web:1" } }, { scan: { image: "web:1" } }, { scan: { image: "web:1", fails: LimitExceededException } }]`,
  );
  expect(errors).toEqual(['StartImageScan LimitExceededException']);
});

test('an index cannot be scanned, its platforms are scanned on push', () => {
  const { native, errors } = emitted(
    `${SCANNED}steps: [{ push: { image: "web:1", platforms: [linux/amd64, linux/arm64] } }, { scan: { image: "web:1", fails: UnsupportedImageTypeException } }]`,
  );
  expect(errors).toEqual(['StartImageScan UnsupportedImageTypeException']);
  expect(native.filter((event) => event['detail-type'] === 'ECR Image Scan')).toHaveLength(2);
});

test('the event of a scan lists every tag of the digest', () => {
  const { native } = emitted(
    `${PLAIN}steps: [{ push: { image: "web:1", layers: [846] } }, { push: { image: "web:latest", layers: [846] } }, { scan: { image: "web:latest" } }]`,
  );
  expect(native.at(-1)?.detail['image-tags']).toEqual(['1', 'latest']);
});
