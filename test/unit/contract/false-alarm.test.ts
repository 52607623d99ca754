import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { CONTRACTS } from '../../../src/contract/contracts.ts';
import { judgeContracts } from '../../../src/contract/judge-contracts.ts';
import { loadSetup } from '../../../src/rehearse/config.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:pushes';
const PLATFORMS = `version: 1
description: An image for two platforms is pushed.
given: [{ repository: { name: web } }]
steps: [{ push: { image: 'web:1', platforms: [linux/amd64, linux/arm64] } }]
expect: [{ event: { pattern: { source: [aws.ecr] } } }]
`;
const SCENARIOS = new URL('../../../scenarios/', import.meta.url).pathname;

async function brokenBy(config: string, consumer: string, handler?: string): Promise<readonly string[]> {
  const setup = await loadSetup(`${SCENARIOS}${config}`);
  const spec = setup.consumers[consumer]!;
  const consumers = { ...setup.consumers, [consumer]: handler === undefined ? spec : { ...spec, handler } };
  const { verdicts, isReached } = await judgeContracts({
    setup: { ...setup, consumers },
    consumer,
    contracts: CONTRACTS,
  });
  expect(isReached).toBe(true);
  return verdicts.filter(({ breach }) => breach !== undefined).map(({ contract }) => contract.name);
}

test('a consumer whose repeated call sets the same again raises no alarm', async () => {
  expect(await brokenBy('ecreplay.config.ts', 'deployer')).toEqual([]);
});

test('a consumer that only looks on raises no alarm', async () => {
  expect(await brokenBy('ecreplay.config.ts', 'repository-auditor')).toEqual([]);
});

describe('a consumer that is idempotent in the usual way, by a table', () => {
  const CONFIG = 'exactly-once/ecreplay.config.ts';

  test('keeps every contract', async () => {
    expect(await brokenBy(CONFIG, 'announcer')).toEqual([]);
  });

  test('does not when its guard is gone', async () => {
    expect(await brokenBy(CONFIG, 'announcer', './consumers/announcer.ts#unguarded')).toEqual(['idempotent']);
  });
});

test('readers of log files and of log lines raise no alarm', async () => {
  expect(await brokenBy('trail/ecreplay.config.ts', 'denial-counter')).toEqual([]);
  expect(await brokenBy('trail/ecreplay.config.ts', 'policy-auditor')).toEqual([]);
});

test('one that notes every event, and acts on those with a tag, names what it acts on', async () => {
  const handler = async ({ id, detail }: { id: string; detail: Record<string, string> }): Promise<void> => {
    const client = new SSMClient({});
    await client.send(new PutParameterCommand({ Name: `/seen/${id}`, Value: 'yes', Type: 'String', Overwrite: true }));
    if (detail['image-tag'] !== undefined)
      await new SNSClient({}).send(new PublishCommand({ TopicArn: TOPIC, Message: detail['repository-name'] }));
  };
  const pattern = { source: ['aws.ecr'], 'detail-type': ['ECR Image Action'] };
  const { verdicts } = await judgeContracts({
    setup: {
      root: import.meta.dirname,
      rules: [{ name: 'all', pattern, targets: [{ consumer: 'noting' }] }],
      resources: { topics: { pushes: {} } },
      consumers: { noting: { handler: 'false-alarm.test.ts#handler' } },
    },
    consumer: 'noting',
    contracts: CONTRACTS.filter(({ name }) => name === 'any-repository-name'),
    scenario: readScenario(PLATFORMS, 'platforms.yaml'),
    importModule: () => Promise.resolve({ handler }),
  });
  expect(verdicts.map(({ breach }) => breach)).toEqual([undefined]);
});

test('one that asks ECR, and fails with every image that is there, is not told that it is for the name', async () => {
  const handler = async ({ detail }: { detail: Record<string, string> }): Promise<void> => {
    const asked = new DescribeImagesCommand({
      repositoryName: detail['repository-name'],
      imageIds: [{ imageDigest: detail['image-digest'] }],
    });
    const there = await new ECRClient({}).send(asked).catch(() => undefined);
    if (there !== undefined) throw new Error('This was not thought of');
  };
  const pattern = { source: ['aws.ecr'], detail: { 'action-type': ['PUSH'], 'image-tag': [{ exists: true }] } };
  const { verdicts } = await judgeContracts({
    setup: {
      root: import.meta.dirname,
      rules: [{ name: 'all', pattern, targets: [{ consumer: 'asking' }] }],
      consumers: { asking: { handler: 'false-alarm.test.ts#handler' } },
    },
    consumer: 'asking',
    contracts: CONTRACTS.filter(({ name }) => /^any-repository|^no-crash/.test(name)),
    importModule: () => Promise.resolve({ handler }),
  });
  const broken = verdicts.filter(({ breach }) => breach !== undefined).map(({ contract }) => contract.name);
  expect(broken).toEqual(['no-crash-on-any-valid-event']);
});
