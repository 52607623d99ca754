import { chmodSync, cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Project, project } from './project.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/infrastructure');
const WORKFLOW = '.github/workflows/ecreplay.yml';

/** A copy of a project as its team has it. */
function copyOf(name: string): Project {
  const made = project({});
  cpSync(join(FIXTURES, name), made.folder, {
    recursive: true,
    filter: (path) => !/(?:rules\.txt|translated\.json|packaged\.json)$/.test(path),
  });
  return made;
}

test.concurrent.for([
  ['sam/deployer', 'DeployerFunction', 'push'],
  ['terraform/deploys', 'dev-images-deployer', 'scan'],
  ['serverless/image-bot', 'image-bot-dev-announce', 'push'],
  ['cdk/deploys', 'Deployer92EF8763', 'scan'],
] as const)(
  'what is written for %s runs, and its consumer keeps what is promised of it',
  async ([name, consumer, scenario]) => {
    using folder = copyOf(name);
    const made = await folder.ecreplay(['init']);
    expect(made.stdout).toContain('Wrote    ecreplay.config.ts');
    expect(made.stdout).toContain(`Wrote    ${WORKFLOW}`);
    expect(made.status).toBe(0);
    expect(folder.read(`scenarios/${scenario}.yaml`)).toContain('steps:');
    const { status, text } = await folder.ecreplay(['run', '--verbose']);
    expect(text).toContain(`kept    ${consumer} is invoked at least once`);
    expect({ status, text }).toMatchObject({ status: 0 });
  },
);

test.concurrent('a folder with nothing in it gets a beginning that runs', async () => {
  using folder = project({});
  const { stdout, status } = await folder.ecreplay(['init']);
  expect(stdout).toContain('npm install --save-dev ecreplay vitest');
  expect(status).toBe(0);
  const { status: ran, text } = await folder.ecreplay(['run', '--verbose']);
  expect(text).toContain('kept    every invocation of deployer returns {deployed: "web:1.4.2"}');
  expect(ran).toBe(0);
});

test.concurrent('what is there is left as it is, and said to be', async () => {
  using folder = project({});
  await folder.ecreplay(['init']);
  const handler = 'export function handler() { throw new Error("mine"); }\n';
  folder.write({ 'ecreplay/deployer.ts': handler, [WORKFLOW]: 'mine' });
  const { stdout, status } = await folder.ecreplay(['init']);
  expect(stdout).toContain('Left     ecreplay.config.ts: it is there already');
  expect(stdout).toContain('Left     scenarios/push.yaml: it is there already');
  expect(stdout).toContain(`Left     ${WORKFLOW}: it is there already`);
  expect(stdout).not.toContain('Wrote');
  expect([folder.read('ecreplay/deployer.ts'), folder.read(WORKFLOW)]).toEqual([handler, 'mine']);
  expect(status).toBe(0);
});

test.concurrent('a project with a configuration gets scenarios for the rules in it, and only where it has none', async () => {
  const config = `export default {
  rules: { gone: { pattern: { 'detail-type': ['ECR Image Action'], detail: { 'action-type': ['DELETE'] } }, targets: ['cleaner'] } },
  consumers: { cleaner: { handler: 'cleaner.ts#handler' } },
};
`;
  const files = { 'ecreplay.config.ts': config, 'cleaner.ts': 'export function handler() {}\n' };
  using bare = project(files);
  expect((await bare.ecreplay(['init'])).stdout).toContain('Wrote    scenarios/delete.yaml');
  expect((await bare.ecreplay(['run', '--verbose'])).text).toContain('kept    cleaner is invoked at least once');
  using own = project({ ...files, 'scenarios/mine.yaml': 'version: 1\n' });
  expect((await own.ecreplay(['init'])).stdout).toContain('scenarios/delete.yaml: there are scenarios already');
  expect(existsSync(join(own.folder, 'scenarios/delete.yaml'))).toBe(false);
});

test.concurrent('a dry run prints what it would write, and writes nothing', async () => {
  using folder = copyOf('sam/scanner');
  const { stdout, status } = await folder.ecreplay(['init', '--dry-run']);
  expect(stdout).toContain('Would write scenarios/scan.yaml\n  | ');
  expect(stdout).toContain("command: ['python3', '-m', 'awslambdaric', 'tickets.handler'], cwd: './src'");
  expect(stdout).toContain('  |       - run: pip install awslambdaric');
  expect(stdout).toMatch(/NEVER_MATCHES\n.*TicketsMisspelt/);
  expect(status).toBe(0);
  expect(['ecreplay.config.ts', 'scenarios', '.github'].some((name) => existsSync(join(folder.folder, name)))).toBe(
    false,
  );
});

test.concurrent('code below the folder is found, and what cannot be read keeps nothing else from being', async () => {
  using folder = project({ 'infra/other/template.yaml': 'Resources: [\n' });
  cpSync(join(FIXTURES, 'sam/deployer'), join(folder.folder, 'services/deployer'), { recursive: true });
  mkdirSync(join(folder.folder, 'loop'));
  symlinkSync('..', join(folder.folder, 'loop/back'));
  symlinkSync('self', join(folder.folder, 'loop/self'));
  const { stdout, stderr, status } = await folder.ecreplay(['init']);
  expect(stderr).toMatch(/infra\/other\/template.yaml:\d:\d+ {2}RULES_SYNTAX/);
  expect(folder.read('ecreplay.config.ts')).toContain("from: './services/deployer/template.yaml'");
  expect(stdout).toContain('Wrote    scenarios/push.yaml');
  expect(status).toBe(2);
});

test.concurrent('a folder that is none is refused', async () => {
  using folder = project({ file: '' });
  const missing = await folder.ecreplay(['init', 'nowhere']);
  expect(missing.stderr).toContain('FILE_NOT_FOUND\nCannot look at "nowhere": there is no such folder');
  const file = await folder.ecreplay(['init', 'file']);
  expect(file.stderr).toContain('Cannot look at "file": it is no folder');
  expect([missing.status, file.status]).toEqual([2, 2]);
});

test.concurrent('where nothing can be written it says so', async () => {
  using folder = project({ scenarios: 'a file where a folder is wanted' });
  const { stderr, status } = await folder.ecreplay(['init']);
  expect(stderr).toMatch(/FILE_NOT_WRITTEN\nCannot write ".*scenarios.push.yaml"/);
  expect(status).toBe(2);
});

const STACK = (repository: string): string => `Parameters:
  ImageRepository: { Type: String }
Resources:
  Worker:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: worker, Runtime: nodejs22.x, Handler: index.handler, Code: ./dist }
  Allowed:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: !Ref Worker, Action: lambda:InvokeFunction, Principal: events.amazonaws.com }
  Pushed:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [aws.ecr], detail-type: [ECR Image Action], detail: { repository-name: [${repository}] } }
      Targets: [{ Id: worker, Arn: !GetAtt Worker.Arn }]
`;

test.concurrent('what only a deployment knows is guessed and said to be, and a handler is taken from its source', async () => {
  using folder = project({
    'stack.yaml': STACK('!Ref ImageRepository'),
    'src/index.ts': 'export async function handler() {}\n',
  });
  const { stdout, stderr } = await folder.ecreplay(['init']);
  expect({ stderr, stdout }).toMatchObject({ stderr: '' });
  expect(folder.read('ecreplay.config.ts')).toContain('Parameters are guesses');
  expect(folder.read('ecreplay.config.ts')).toContain(
    "from: { file: './stack.yaml', parameters: { ImageRepository: 'web' } }",
  );
  expect(folder.read('ecreplay.config.ts')).toContain("'worker': { handler: './src/index.ts#handler' }");
  const { text, status } = await folder.ecreplay(['run', '--verbose']);
  expect(text).toContain('kept    worker is invoked at least once');
  expect(status).toBe(0);
});

test.concurrent('where no rule can match there is a scenario all the same, and the rule is named', async () => {
  using folder = project({ 'stack.yaml': STACK('{ "exists": false }') });
  const { stdout } = await folder.ecreplay(['init']);
  expect(stdout).toContain('Found    nothing that is known to happen makes rule "Pushed" match');
  const { status, text } = await folder.ecreplay(['run', '--verbose']);
  expect(text).toContain('kept    an event that matches');
  expect(status).toBe(0);
});

/** The least that speaks Lambda's Runtime API. */
const BOOTSTRAP = `#!${process.execPath}
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
for (;;) {
  const next = await fetch(api + 'next');
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const { detail } = await next.json();
  await fetch(api + id + '/response', { method: 'POST', body: JSON.stringify(detail['image-tag']) });
}
`;

test.concurrent('a function that brings its own runtime is run as a command', async () => {
  using folder = project({
    'template.yaml': `Transform: AWS::Serverless-2016-10-31
Resources:
  Own:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: provided.al2023
      Handler: bootstrap
      CodeUri: own
      Timeout: 20
      Events:
        Pushed: { Type: EventBridgeRule, Properties: { Pattern: { source: [aws.ecr], detail-type: [ECR Image Action] } } }
`,
    'own/package.json': '{ "type": "module" }',
    'own/bootstrap': BOOTSTRAP,
  });
  chmodSync(join(folder.folder, 'own/bootstrap'), 0o755);
  await folder.ecreplay(['init']);
  expect(folder.read('ecreplay.config.ts')).toContain(
    "'Own': { command: ['./bootstrap'], cwd: './own', timeout: '20s' }",
  );
  const { text, status } = await folder.ecreplay(['run', '--verbose']);
  expect(text).toContain('kept    Own is invoked at least once');
  expect(status).toBe(0);
});
