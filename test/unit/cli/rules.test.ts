import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project, push } from './project.ts';

const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Parameters:
  Repository: { Type: String, Default: web }
Resources:
  DeployerFunction:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      CodeUri: src
      Handler: deployer.handler
      Events:
        Pushed:
          Type: EventBridgeRule
          Properties:
            Pattern:
              source: [aws.ecr]
              detail-type: [ECR Image Action]
              detail: { action-type: [PUSH], repository-name: [!Ref Repository] }
`;
const FIXTURES = join(import.meta.dirname, '../../fixtures/infrastructure');
const HANDLER = 'export async function handler() {}\n';
const CONFIG = "export default { rules: { from: 'template.yaml' } };\n";
const CONSUMER = 'consumer: DeployerFunction\n    invoked: 1';

test.concurrent('a rule that can do its work is printed with all that belongs to it, and ends with 0', async () => {
  using folder = project({ 'template.yaml': TEMPLATE, 'src/deployer.ts': HANDLER });
  const { status, stdout, stderr } = await folder.ecreplay(['rules', 'template.yaml', '--parameter', 'Repository=api']);
  expect(stdout).toBe(`rule DeployerFunctionPushed  template.yaml:15:13
  bus        default
  pattern    {"source":["aws.ecr"],"detail-type":["ECR Image Action"],"detail":{"action-type":["PUSH"],"repository-name":["api"]}}
  target     function DeployerFunction
    permission given: DeployerFunctionPushedPermission
    runs       deployer.handler of src, nodejs22.x (src/deployer.ts#handler)

1 rule
`);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test.concurrent('a rule that no event of ECR can match ends with 1, and one that EventBridge refuses with 2', async () => {
  using folder = project({
    'never.yaml': TEMPLATE.replace('action-type', 'actionType'),
    'refused.yaml': TEMPLATE.replace('[PUSH]', 'PUSH'),
  });
  const never = await folder.ecreplay(['rules', 'never.yaml']);
  expect(never.stdout).toMatch(
    /never.yaml:15:13 {2}warning {2}NEVER_MATCHES\n.*the event spells it `detail.action-type`/,
  );
  expect(never.status).toBe(1);
  expect((await folder.ecreplay(['rules', 'refused.yaml'])).status).toBe(2);
});

test.concurrent('a template that cannot be read is a problem with the line of it', async () => {
  using folder = project({ 'template.yaml': 'Resources:\n  A: [1,\n' });
  const { status, stderr } = await folder.ecreplay(['rules', 'template.yaml']);
  expect(stderr).toMatch(/template.yaml:\d:\d+ {2}RULES_SYNTAX\nCannot read rules: this is neither YAML nor JSON/);
  expect(status).toBe(2);
});

test.concurrent('a run with a template and no other word of rules or consumers calls the handler that the template names', async () => {
  using folder = project({
    'template.yaml': TEMPLATE,
    'src/deployer.ts': HANDLER,
    'ecreplay.config.ts': CONFIG,
    'scenarios/push.yaml': push(CONSUMER),
  });
  const { status, text } = await folder.ecreplay(['run', '--verbose']);
  expect(text).toContain('kept    DeployerFunction is invoked exactly once');
  expect(status).toBe(0);
});

test.concurrent('a run says what will not work of the rules that it read', async () => {
  using folder = project({
    'template.yaml': TEMPLATE.replace('action-type', 'actionType'),
    'src/deployer.ts': HANDLER,
    'ecreplay.config.ts': CONFIG,
    'scenarios/push.yaml': push(CONSUMER),
    'scenarios/again.yaml': push(CONSUMER),
  });
  const { status, stderr, text } = await folder.ecreplay(['run']);
  expect(stderr.split('NEVER_MATCHES')).toHaveLength(2);
  expect(text).toContain('DeployerFunction is invoked exactly once: it was invoked 0 times');
  expect(status).toBe(1);
});

test.concurrent('a template that a configuration names and that is not there is a problem where it is named', async () => {
  using folder = project({ 'ecreplay.config.ts': CONFIG, 'scenarios/push.yaml': push(CONSUMER) });
  const { status, text } = await folder.ecreplay(['run']);
  expect(text).toMatch(/template.yaml": there is no such file[^]*ecreplay.config.ts:1:27/);
  expect(status).toBe(2);
});

test.concurrent('what rules are read from has to be a file, or a list of them', async () => {
  using folder = project({
    'ecreplay.config.ts': "export default { rules: { from: [{ fil: 'template.yaml' }] } };\n",
    'scenarios/push.yaml': push(CONSUMER),
  });
  const { text } = await folder.ecreplay(['run']);
  expect(text).toContain('rules.from[0].fil is not known, did you mean "file"');
});

test.concurrent('rules of the configuration stand beside those that are read', async () => {
  using folder = project({
    'template.yaml': TEMPLATE,
    'src/deployer.ts': HANDLER,
    'ecreplay.config.ts': `export default {
  rules: {
    from: [{ file: 'template.yaml', parameters: { Repository: 'api' } }],
    pulls: { pattern: { 'detail-type': ['ECR Image Action'] }, targets: ['other'] },
  },
  consumers: { other: { handler: 'src/deployer.ts#handler' }, DeployerFunction: { handler: 'src/deployer.ts#handler' } },
};
`,
    'scenarios/push.yaml': push('consumer: DeployerFunction\n    invoked: 0', 'consumer: other\n    invoked: 1'),
  });
  const { status, text } = await folder.ecreplay(['run']);
  expect({ status, text }).toMatchObject({ status: 0 });
});

test.concurrent('projects of every format run together, each with its own functions behind rules and queues', async () => {
  const projects = ['cdk/nested', 'terraform/plan.json', 'terraform/deploys', 'sam/promoter', 'serverless/image-bot'];
  using folder = project({
    'ecreplay.config.ts': `export default { rules: { from: [
  ${projects.map((name) => JSON.stringify(join(FIXTURES, name))).join(', ')},
  { file: ${JSON.stringify(join(FIXTURES, 'cloudformation/platform/root.yaml'))}, parameters: { Domain: 'team' } },
] } };
`,
    'scenarios/push.yaml': `version: 1
description: A release candidate is pushed.
given:
  - repository: { name: api }
steps:
  - push: { image: "api:rc-1.4.2" }
expect:
  - consumer: Worker11F36D0F
    invoked: 1
  - consumer: prod-worker
    invoked: 1
  - consumer: dev-images-deployer
    invoked: 1
    returned: "api:rc-1.4.2"
  - consumer: image-bot-dev-announce
    invoked: 0
  - consumer: Worker
    invoked: 0
`,
  });
  const { status, text } = await folder.ecreplay(['run']);
  expect({ status, text }).toMatchObject({ status: 0 });
  expect(text).toContain('the definition of state machine "triage" is not here');
});

test.concurrent('a parameter that nothing asks for, and a Region that is none, are refused with what was meant', async () => {
  using folder = project({ 'template.yaml': TEMPLATE, 'src/deployer.ts': HANDLER });
  const misspelt = await folder.ecreplay(['rules', 'template.yaml', '--parameter', 'Repositry=api']);
  expect(misspelt.stderr).toContain('nothing that was read asks for it, did you mean "Repository"');
  expect(misspelt.status).toBe(2);
  const mars = await folder.ecreplay(['rules', 'template.yaml', '--region', 'mars']);
  expect(mars.stderr).toContain('"mars" is no Region, wanted one such as "us-east-1"');
  const near = await folder.ecreplay(['rules', 'template.yaml', '--region', 'us-eest-1']);
  expect(near.stderr).toContain('did you mean "us-east-1"');
  expect([mars.status, near.status]).toEqual([2, 2]);
});

test.concurrent('a parameter of one path may be unknown to another', async () => {
  const other = TEMPLATE.replaceAll('Repository', 'Image');
  using folder = project({ 'template.yaml': TEMPLATE, 'other.yaml': other, 'src/deployer.ts': HANDLER });
  const { status } = await folder.ecreplay(['rules', 'template.yaml', 'other.yaml', '--parameter', 'Image=api']);
  expect(status).toBe(0);
});

test.concurrent('a path that cannot be read keeps no other from being read', async () => {
  using folder = project({ 'template.yaml': TEMPLATE, 'src/deployer.ts': HANDLER, 'bad.yaml': 'Resources: [\n' });
  const { status, stdout, stderr } = await folder.ecreplay(['rules', 'bad.yaml', 'none.yaml', 'template.yaml']);
  expect(stderr).toMatch(/bad.yaml:\d:\d+ {2}RULES_SYNTAX[^]*FILE_NOT_FOUND/);
  expect(stdout).toContain('rule DeployerFunctionPushed');
  expect(status).toBe(2);
});

test.concurrent('parameters and Regions of a configuration are held to the same', async () => {
  using folder = project({
    'template.yaml': TEMPLATE,
    'ecreplay.config.ts':
      "export default { rules: { from: { file: 'template.yaml', parameters: { Repositry: 'api' }, region: 'mars' } } };\n",
    'scenarios/push.yaml': push(CONSUMER),
  });
  const { status, text } = await folder.ecreplay(['run']);
  expect(text).toContain('nothing asks for the parameter "Repositry", did you mean "Repository"');
  expect(text).toContain('the region "mars" is no Region');
  expect(status).toBe(2);
});
