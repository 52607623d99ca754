import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Problems } from '../../../src/problem.ts';
import { loadSetup } from '../../../src/rehearse/config.ts';
import { type Config, type Setup, defineConfig } from '../../../src/rehearse/setup.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/infrastructure');

async function setupOf(config: Config): Promise<Setup> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'ecreplay-from-'));
  const file = join(folder.path, 'ecreplay.config.mjs');
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  return await loadSetup(file);
}

test('what the configuration says of a rule, a mapping, a machine or a consumer stands for what is read', async () => {
  const config = defineConfig({
    rules: {
      from: [join(FIXTURES, 'sam/promoter')],
      Pulled: { pattern: { source: ['mine'] }, targets: ['worker'] },
    },
    consumers: { worker: { handler: 'worker.mjs#handler' } },
    eventSources: [{ queue: 'Promotions', consumer: 'worker', batchSize: 1 }],
    stateMachines: { promote: { definition: { StartAt: 'End', States: { End: { Type: 'Succeed' } } } } },
  });
  const { rules, consumers, resources } = await setupOf(config);
  expect(rules.map(({ name, pattern }) => [name, pattern])).toEqual([
    ['Pulled', { source: ['mine'] }],
    ['PromoteClean', expect.stringContaining('ECR Image Scan')],
  ]);
  expect(consumers).toEqual(config.consumers);
  expect(resources).toMatchObject({ eventSources: config.eventSources, stateMachines: config.stateMachines });
});

test('a list of files is read in its order, each with its own parameters', async () => {
  const file = join(FIXTURES, 'cloudformation/platform/images.yaml');
  const InboxArn = 'arn:aws:sqs:us-east-1:123456789012:inbox';
  const { rules, read } = await setupOf({
    rules: {
      from: [
        { file, parameters: { InboxArn, Prefix: 'a/' } },
        { file, parameters: { InboxArn, Prefix: 'b/' } },
      ],
    },
  });
  expect(rules.map(({ name, pattern }) => [name, pattern])).toEqual([
    ['base-pushed', expect.stringContaining('a/base')],
    ['base-pushed-2', expect.stringContaining('b/base')],
  ]);
  expect(rules[0]?.targets).toEqual([{ queue: 'inbox' }]);
  expect(read?.files).toEqual([file, file]);
});

test('a rule that EventBridge would refuse is a problem at its line of the template', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'ecreplay-from-'));
  const file = join(folder.path, 'template.yaml');
  writeFileSync(
    file,
    'Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties: { EventPattern: { source: aws.ecr } }\n',
  );
  const error: unknown = await setupOf({ rules: { from: file } }).catch((thrown: unknown) => thrown);
  if (!(error instanceof Problems)) throw new Error('it was read', { cause: error });
  expect(error.problems).toMatchObject([{ code: 'PATTERN_INVALID', place: { file, line: 2, column: 3 } }]);
});

test('a rule may be called "from"', async () => {
  const config = {
    rules: { from: { pattern: { source: ['aws.ecr'] }, targets: ['one'] } },
    consumers: { one: { handler: 'a' } },
  };
  const { rules } = await setupOf(config as unknown as Config);
  expect(rules).toEqual([{ name: 'from', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'one' }] }]);
});
