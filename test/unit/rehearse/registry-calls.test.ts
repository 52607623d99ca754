import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  ECRClient,
  PutImageCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { expect, test } from 'vitest';
import { type Rehearsal, rehearse } from '../../../src/rehearse/rehearse.ts';
import type { Setup } from '../../../src/rehearse/setup.ts';
import type { Rule } from '../../../src/rule/rule.ts';
import { readScenario } from '../../../src/scenario/read.ts';

interface PushEvent {
  readonly id: string;
  readonly detail: {
    readonly 'repository-name': string;
    readonly 'image-tag'?: string;
    readonly 'image-digest': string;
  };
}
type Handle = (event: PushEvent, ecr: ECRClient) => Promise<unknown>;

/** Rehearses what a handler does with a registry, of which each event of ECR's own tells it. */
function play(
  yaml: string,
  handle: Handle,
  { detail, ...pattern }: { readonly detail?: object } & Partial<Omit<Rule, 'targets'>> = {},
): Promise<Rehearsal> {
  const setup: Setup = {
    rules: [
      {
        name: 'images',
        pattern: {
          source: ['aws.ecr'],
          'detail-type': ['ECR Image Action', 'ECR Image Scan'],
          ...(detail && { detail }),
        },
        targets: [{ consumer: 'it' }],
        ...pattern,
      },
    ],
    consumers: { it: { handler: 'registry-calls.test.ts#handler', timeout: '20s' } },
    root: import.meta.dirname,
  };
  const scenario = readScenario(`version: 1\ndescription: It has a part in the registry.\n${yaml}`, 'registry.yaml');
  const handler = async (event: PushEvent) => handle(event, new ECRClient({ maxAttempts: 1 }));
  return rehearse(scenario, setup, { importModule: () => Promise.resolve({ handler }) });
}

function outcomes({ run }: Rehearsal): readonly unknown[] {
  return run.arrivals.flatMap(({ invocations }) =>
    invocations.map(({ outcome }) => (outcome.kind === 'returned' ? outcome.value : outcome)),
  );
}

function tagsOf(repositoryName: string): (ecr: ECRClient) => Promise<readonly string[]> {
  return async (ecr) => {
    const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    return imageDetails.flatMap(({ imageTags = [] }) => imageTags).toSorted();
  };
}

test('a consumer sees the registry as it stood when its event arrived', async () => {
  const rehearsal = await play(
    `
given:
  - image: { image: "web:base" }
steps:
  - push: { image: "web:1" }
  - wait: 10s
  - push: { image: "web:2" }
  - wait: 10s
  - delete: { image: "web:1" }
`,
    (_event, ecr) => tagsOf('web')(ecr),
  );
  expect(outcomes(rehearsal)).toEqual([
    ['1', 'base'],
    ['1', '2', 'base'],
    ['2', 'base'],
  ]);
});

test('in the midst of a push of several platforms there is only what has been pushed', async () => {
  const rehearsal = await play(
    `
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1", platforms: [linux/amd64, linux/arm64], layers: [100, 200, 300, 400, 500] }
delivery: { latency: { native: 0s } }
`,
    async ({ detail }, ecr) => {
      const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'web' }));
      return {
        count: imageDetails.length,
        its: imageDetails.some((image) => image.imageDigest === detail['image-digest']),
      };
    },
  );
  expect(outcomes(rehearsal)).toEqual([
    { count: 1, its: true },
    { count: 2, its: true },
    { count: 3, its: true },
  ]);
});

test('what is not there is not found, and an operation of the registry is no empty success', async () => {
  const rehearsal = await play(
    `
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1" }
`,
    (_event, ecr) => ecr.send(new DescribeImagesCommand({ repositoryName: 'other' })),
  );
  expect(outcomes(rehearsal)).toEqual(
    [
      expect.objectContaining({
        kind: 'threw',
        error: expect.objectContaining({ name: 'RepositoryNotFoundException' }),
      }),
    ].flatMap((outcome) => [outcome, outcome, outcome]),
  );
});

test('an image that a consumer tags is told of, delivered and there from then on', async () => {
  const rehearsal = await play(
    `
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1" }
  - wait: 1m
  - push: { image: "web:2" }
expect:
  - event: { pattern: { detail: { image-tag: [stable] } }, times: 2, delivered: 2 }
`,
    async ({ detail }, ecr) => {
      if (detail['image-tag'] === 'stable') return tagsOf('web')(ecr);
      const id = { repositoryName: 'web', imageIds: [{ imageDigest: detail['image-digest'] }] };
      const { images = [] } = await ecr.send(new BatchGetImageCommand(id));
      await ecr.send(
        new PutImageCommand({ repositoryName: 'web', imageTag: 'stable', imageManifest: images[0]!.imageManifest }),
      );
      return 'tagged';
    },
  );
  expect(outcomes(rehearsal)).toEqual(['tagged', ['1', 'stable'], 'tagged', ['1', '2', 'stable']]);
  expect(rehearsal.findings.map(({ kind }) => kind)).toEqual(['kept', 'kept']);
  const [put] = (rehearsal.run.caused ?? []).filter(
    (caused) => caused.channel === 'cloudtrail' && caused.record.eventName === 'PutImage',
  );
  expect(put).toMatchObject({
    causedBy: { consumer: 'it', operation: 'PutImage', generation: 1 },
    record: { userIdentity: { arn: 'arn:aws:sts::123456789012:assumed-role/it/it' } },
  });
  const [, arrived] = rehearsal.run.arrivals;
  expect(arrived?.delivery).toMatchObject({ causedBy: { consumer: 'it', operation: 'PutImage', generation: 1 } });
});

test('a consumer that sets itself off for ever is stopped, and a broken promise', async () => {
  let count = 0;
  const rehearsal = await play(
    `
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1" }
`,
    async ({ detail }, ecr) => {
      const id = { repositoryName: 'web', imageIds: [{ imageDigest: detail['image-digest'] }] };
      const { images = [] } = await ecr.send(new BatchGetImageCommand(id));
      count += 1;
      await ecr.send(
        new PutImageCommand({
          repositoryName: 'web',
          imageTag: `seen-${count}`,
          imageManifest: images[0]!.imageManifest,
        }),
      );
    },
  );
  expect(count).toBe(17);
  expect(rehearsal.run.endless).toEqual({ consumer: 'it', operation: 'PutImage', generation: 17 });
  expect(rehearsal.findings.map(({ kind, claim }) => `${kind} ${claim}`)).toEqual([
    'broken it does not set itself off for ever',
  ]);
});

test('a scan that a consumer starts ends by itself, and its event comes back', async () => {
  const rehearsal = await play(
    `
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1" }
`,
    async (event, ecr) => {
      const imageId = { imageDigest: event.detail['image-digest'] };
      if ('action-type' in event.detail) {
        const { imageScanStatus } = await ecr.send(new StartImageScanCommand({ repositoryName: 'web', imageId }));
        return imageScanStatus?.status;
      }
      const { imageScanStatus } = await ecr.send(
        new DescribeImageScanFindingsCommand({ repositoryName: 'web', imageId }),
      );
      return imageScanStatus?.status;
    },
  );
  expect(outcomes(rehearsal)).toEqual(['IN_PROGRESS', 'COMPLETE']);
  expect(rehearsal.run.arrivals[1]?.delivery.causedBy).toMatchObject({ consumer: 'it', generation: 1 });
});

test('what a consumer deletes is gone for what the scenario does next, and its later steps are told as they were', async () => {
  const rehearsal = await play(
    `
given:
  - image: { image: "web:old" }
steps:
  - push: { image: "web:1" }
  - wait: 1m
  - push: { image: "web:2" }
`,
    async (event, ecr) => {
      if (event.detail['image-tag'] === '1')
        await ecr.send(new BatchDeleteImageCommand({ repositoryName: 'web', imageIds: [{ imageTag: 'old' }] }));
      return tagsOf('web')(ecr);
    },
  );
  expect(outcomes(rehearsal)).toEqual([['1'], ['1'], ['1', '2']]);
});
