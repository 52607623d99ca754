import { expect, test } from 'vitest';
import { emitted } from '../../emitted.ts';

const GIVEN = 'given: [{ image: { image: "web:1", layers: [1000], pushedAt: 2025-06-01T08:00:00Z } }]';
const ENHANCED =
  'given: [{ repository: { name: web } }, { registry: { scanning: { type: ENHANCED } } }]\nsteps: [{ push: { image: "web:1" } }';

test('what refers to an image names it as its subject, and lies under its own digest', () => {
  const { records, native } = emitted(
    `${GIVEN}\nsteps: [{ push: { image: web, subject: "web:1", artifactType: application/vnd.cyclonedx+json, layers: [5000] } }]`,
  );
  const put = records.at(-1)?.requestParameters as { imageManifest: string; imageDigest: string };
  const manifest = JSON.parse(put.imageManifest) as Record<string, unknown>;
  expect(manifest).toMatchObject({
    artifactType: 'application/vnd.cyclonedx+json',
    config: { mediaType: 'application/vnd.oci.empty.v1+json', size: 2 },
    layers: [{ mediaType: 'application/vnd.cyclonedx+json', size: 5000 }],
    subject: { digest: expect.stringMatching(/^sha256:/) as string },
  });
  expect(native).toMatchObject([
    { 'detail-type': 'ECR Referrer Action', detail: { 'action-type': 'PUSH', 'image-digest': put.imageDigest } },
  ]);
  expect(native[0]?.detail).not.toHaveProperty('image-tag');
});

test('a signature made a second later is another one', () => {
  const { native } = emitted(`${GIVEN}\nsteps: [{ sign: { image: "web:1" } }, { sign: { image: "web:1" } }]`);
  expect(new Set(native.map(({ detail }) => detail['image-digest'])).size).toBe(2);
});

test('what refers to an image can be asked for', () => {
  const { activity } = emitted(
    `${GIVEN}\nsteps: [{ sign: { image: "web:1" } }, { call: { operation: DescribeImages, request: { repositoryName: web } } }]`,
  );
  const last = activity.happenings.at(-1);
  const details = last?.kind === 'call' ? last.response?.['imageDetails'] : undefined;
  expect(details).toEqual(
    expect.arrayContaining([expect.objectContaining({ artifactMediaType: 'application/vnd.cncf.notary.signature' })]),
  );
});

test('an archived image cannot be pulled: the failure is inside the answer, and no layer is asked for', () => {
  const { records, names } = emitted(
    `${GIVEN}\nsteps: [{ archive: { image: "web:1" } }, { pull: { image: "web:1", login: false, fails: ImageNotFound } }]`,
  );
  expect(names).toEqual(['UpdateImageStorageClass', 'BatchGetImage']);
  expect(records[0]?.responseElements).toMatchObject({ imageStatus: 'ARCHIVED' });
});

test('a restored image is told of when it can be pulled again, not when it is asked for', () => {
  const { native, records } = emitted(
    `${GIVEN}\nsteps: [{ archive: { image: "web:1" } }, { restore: { image: "web:1" } }, { wait: 1h }, { pull: { image: "web:1", login: false } }]`,
  );
  expect(native.map(({ detail }) => detail['target-storage-class'])).toEqual(['ARCHIVE', 'STANDARD']);
  const asked = records.findLast(({ eventName }) => eventName === 'UpdateImageStorageClass');
  expect(Date.parse(native[1]!.time) - Date.parse(asked!.eventTime)).toBeGreaterThan(10 * 60_000);
  expect(records.at(-1)?.eventName).toBe('GetDownloadUrlForLayer');
});

test('an image that arrives is there, in a repository of its own making', () => {
  const { records, native, activity } = emitted(
    'steps: [{ replicate: { image: "web:1", from: { account: "111122223333" } } }, { pull: { image: "web:1", login: false } }]',
  );
  expect(records[0]).toMatchObject({ eventName: 'CreateRepository', eventType: 'AwsServiceEvent' });
  expect(native).toMatchObject([
    {
      'detail-type': 'ECR Replication Action',
      detail: { 'source-account': '111122223333', 'source-region': 'us-east-1', 'image-tag': '1' },
    },
  ]);
  expect(activity.failures).toEqual([]);
});

test('an image that is turned away is told of and not there', () => {
  const { native, activity } = emitted(
    'given: [{ repository: { name: web } }]\nsteps: [{ replicate: { image: "web:1", from: { region: eu-west-1 }, result: FAILED } }, { pull: { image: "web:1", login: false, fails: ImageNotFound } }]',
  );
  expect(native).toMatchObject([{ detail: { result: 'FAILED' } }]);
  expect(activity.failures).toMatchObject([{ code: 'ImageNotFound' }]);
});

test('Inspector tells that it looks after an image, what it found, and each finding', () => {
  const { native } = emitted(
    `${ENHANCED}, { scan: { image: "web:1", findings: { HIGH: 1, LOW: 1 }, vulnerabilities: [CVE-2021-44228] } }]`,
  );
  expect(native.map((event) => event['detail-type'])).toEqual([
    'ECR Image Action',
    'Inspector2 Coverage',
    'Inspector2 Scan',
    'Inspector2 Finding',
    'Inspector2 Finding',
  ]);
  expect(native[2]?.detail['finding-severity-counts']).toEqual({ CRITICAL: 0, HIGH: 1, MEDIUM: 0, TOTAL: 2 });
  expect(native[3]?.detail).toMatchObject({
    severity: 'HIGH',
    status: 'ACTIVE',
    type: 'PACKAGE_VULNERABILITY',
    packageVulnerabilityDetails: { vulnerabilityId: 'CVE-2021-44228' },
    firstObservedAt: expect.stringMatching(/^Thu Jan 15 09:30:\d\d\.\d{3} UTC 2026$/) as string,
    resources: [{ type: 'AWS_ECR_CONTAINER_IMAGE', details: { awsEcrContainerImage: { repositoryName: 'web' } } }],
  });
  expect(native[4]?.detail['title']).toMatch(/^CVE-2026-9\d{5} - /);
});

test('an image that Inspector cannot read is not looked after, and has no scan', () => {
  const { native } = emitted(`${ENHANCED}, { scan: { image: "web:1", status: FAILED } }]`);
  expect(native.slice(1)).toMatchObject([
    { 'detail-type': 'Inspector2 Coverage', detail: { scanStatus: { statusCodeValue: 'INACTIVE' } } },
  ]);
});

test('a preview is asked for until it is there', () => {
  const { names } = emitted(`${GIVEN}\nsteps: [{ preview: { repository: web, lifecycle: { keep: 1 } } }]`);
  expect(names).toEqual(['StartLifecyclePolicyPreview', 'DryRunEvent', 'GetLifecyclePolicyPreview']);
});

test('a preview of no policy fails', () => {
  expect(
    emitted(`${GIVEN}\nsteps: [{ preview: { repository: web, fails: LifecyclePolicyNotFoundException } }]`).errors,
  ).toEqual(['StartLifecyclePolicyPreview LifecyclePolicyNotFoundException']);
});

test('a client that goes away leaves uploads that are never completed and no image; it can begin again', () => {
  const { names, native, activity } = emitted(
    'given: [{ repository: { name: web } }]\nsteps: [{ push: { image: "web:1", layers: [50000000, 30000000], login: false, interrupted: true } }, { push: { image: "web:1", layers: [50000000, 30000000], login: false } }]',
  );
  const second = names.lastIndexOf('BatchCheckLayerAvailability');
  const first = names.slice(0, second - 2);
  const many = (name: string) => first.filter((each) => each === name).length;
  expect(many('InitiateLayerUpload')).toBe(3);
  expect(many('UploadLayerPart')).toBe(5);
  expect(many('CompleteLayerUpload')).toBeLessThan(3);
  expect(first).not.toContain('PutImage');
  expect(names.at(-1)).toBe('PutImage');
  expect(native).toHaveLength(1);
  expect(activity.failures).toEqual([]);
});

test('somebody of another account has logged in at its own registry, of which the trail here hears nothing', () => {
  const { names } = emitted(`${GIVEN}\nsteps: [{ pull: { image: "web:1", as: { account: "111122223333" } } }]`);
  expect(names[0]).toBe('BatchGetImage');
  expect(names).not.toContain('GetAuthorizationToken');
});

test('Inspector finds nothing where no rule has it look', () => {
  const { native, activity } = emitted(
    `${GIVEN.replace(' }]', ' }, { registry: { scanning: { type: ENHANCED, rules: [] } } }]')}\nsteps: [{ scan: { image: "web:1", findings: { HIGH: 1 } } }]`,
  );
  expect(native).toEqual([]);
  expect(activity.failures).toMatchObject([
    { code: 'ScanNotFoundException', message: expect.stringContaining('no rule of the registry') as string },
  ]);
});

test('a scan that has ended says when, and how old what it knew was', () => {
  const { activity } = emitted(
    `${GIVEN}\nsteps: [{ scan: { image: "web:1", findings: { HIGH: 1 } } }, { call: { operation: DescribeImageScanFindings, request: { repositoryName: web, imageId: { imageTag: "1" } } } }, { call: { operation: DescribeImages, request: { repositoryName: web } } }]`,
  );
  const ended = activity.happenings.find(({ kind }) => kind === 'scan')?.at;
  const times = { imageScanCompletedAt: ended, vulnerabilitySourceUpdatedAt: Date.UTC(2026, 0, 15) };
  const [findings, images] = activity.happenings.slice(-2).map((each) => (each.kind === 'call' ? each.response : {}));
  expect(findings).toMatchObject({ imageScanFindings: times });
  expect(images).toMatchObject({ imageDetails: [{ imageScanFindingsSummary: times }] });
});

test('a wait is one wait, also where something ends by itself in the middle of it', () => {
  const { activity } = emitted(
    `${GIVEN}\nsteps: [{ archive: { image: "web:1" } }, { restore: { image: "web:1" } }, { wait: 30m }]`,
  );
  expect(activity.waits?.map(({ from, until }) => until - from)).toEqual([30 * 60_000]);
});
