import { expect, test } from 'vitest';
import { ACCOUNT, REGION, type StandIn, standIn } from '../../aws/stand-in.ts';
import { project, push } from './project.ts';

const PUSHED = JSON.stringify({ source: ['aws.ecr'], 'detail-type': ['ECR Image Action'] });

async function withRule(aws: StandIn): Promise<void> {
  aws.server.estate.functions.define('deployer', () => Promise.resolve({ kind: 'returned', value: null }));
  await aws.events.putRule({ Name: 'deploys', EventPattern: PUSHED });
  await aws.events.putTargets({ Rule: 'deploys', Targets: [{ Id: 't', Arn: aws.arn('lambda', 'function:deployer') }] });
}

test("the rules of an account are printed, and a scenario run by them calls the consumer of the function's name", async () => {
  await using aws = await standIn();
  await withRule(aws);
  using folder = project({
    'ecreplay.config.ts': `export default {
  rules: { from: { account: '${ACCOUNT}', region: '${REGION}', endpoint: '${aws.server.url}' } },
  consumers: { deployer: { handler: 'deployer.ts#handler' } },
};
`,
    'deployer.ts': 'export function handler() {}\n',
    'scenarios/push.yaml': push('consumer: deployer\n    invoked: 1'),
    'scenarios/again.yaml': push('consumer: deployer\n    invoked: 1'),
  });
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };
  const printed = await folder.start(['rules', '--aws', '--endpoint', aws.server.url, '--region', REGION], keys).ended;
  expect(printed.stdout).toContain('rule deploys  arn:aws:events:us-east-2:123456789012:rule/deploys\n');
  expect(printed.stdout).toContain('permission missing: no AWS::Lambda::Permission');
  expect(printed.status).toBe(1);
  const run = await folder.start(['run', '--verbose'], keys).ended;
  expect(run.text).toContain('kept    deployer is invoked exactly once');
  expect(run.status).toBe(0);
});

test('without credentials nothing is asked of anybody, and the problem stands at the configuration', async () => {
  using folder = project({
    'ecreplay.config.ts': `export default { rules: { from: { account: true, region: '${REGION}' } } };\n`,
    'scenarios/push.yaml': push(),
  });
  const nobody = {
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_PROFILE: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: 'none',
    AWS_SHARED_CREDENTIALS_FILE: 'none',
  };
  const { text, status } = await folder.start(['run'], nobody).ended;
  expect(text).toMatch(/ENVIRONMENT_MISSING: .*there are no credentials[^]*ecreplay.config.ts:1:27/);
  expect(status).toBe(3);
});

test.concurrent.for([
  [['rules'], 'nothing is named, wanted a path, or --aws'],
  [['rules', 'template.yaml', '--bus', 'images'], 'Cannot use "--bus": it is for an account, wanted --aws'],
  [['rules', '--aws', '--parameter', 'A=b'], 'Cannot use "--parameter"'],
  [['rules', '--aws', '--region', 'mars'], '"mars" is no Region'],
] as const)('%j is refused', async ([args, words]) => {
  using folder = project({});
  const { stderr, status } = await folder.ecreplay(args);
  expect(stderr).toContain(words);
  expect(status).toBe(2);
});

test.concurrent('an account in a configuration is twelve digits, or true', async () => {
  using folder = project({
    'ecreplay.config.ts': "export default { rules: { from: { account: 'mine', bus: 'images' } } };\n",
    'scenarios/push.yaml': push(),
  });
  const { text, status } = await folder.ecreplay(['run']);
  expect(text).toContain('rules.from.account is "mine", wanted twelve digits, or true');
  expect(status).toBe(2);
});
