import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, expect, test } from 'vitest';
import { BUG, CONFIG, NIGHT } from './contract/incident.ts';
import { readme } from './documents.ts';
import { type Path, pathsOf } from './packed/paths.ts';
import { config, push } from './unit/cli/project.ts';

const REPOSITORY = join(import.meta.dirname, '..');
const MODULES = join(REPOSITORY, 'node_modules');

interface Manifest {
  readonly version: string;
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const MANIFEST = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as Manifest;
const BASE = mkdtempSync(join(tmpdir(), 'ecreplay-packed-'));

function npm(args: readonly string[], cwd: string): void {
  // Without a network: what is not at hand must not be fetched by a test.
  execFileSync('npm', [...args, '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    stdio: 'pipe',
  });
}

/** Builds and packs beside the working tree, whose own `dist` may be in use. */
function pack(): string {
  const stage = join(BASE, 'stage');
  mkdirSync(stage);
  for (const name of ['package.json', ...MANIFEST.files]) {
    if (name !== 'dist' && existsSync(join(REPOSITORY, name)))
      cpSync(join(REPOSITORY, name), join(stage, name), { recursive: true });
  }
  const tsc = join(MODULES, 'typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', join(stage, 'dist')], {
    cwd: REPOSITORY,
    stdio: 'pipe',
  });
  execFileSync(process.execPath, ['build/pages.ts', join(stage, 'dist/page/browser')], {
    cwd: REPOSITORY,
    stdio: 'pipe',
  });
  npm(['pack', '--pack-destination', BASE], stage);
  return join(BASE, `ecreplay-${MANIFEST.version}.tgz`);
}

/** An empty folder with the package in it; what that needs is linked from here. */
function install(tarball: string): string {
  const folder = join(BASE, 'user');
  mkdirSync(folder);
  const needed = [...Object.keys(MANIFEST.dependencies), ...Object.keys(MANIFEST.peerDependencies), '@types/node'];
  const links = Object.fromEntries(needed.map((name) => [name, `file:${join(MODULES, name)}`]));
  const dependencies = { ...links, ecreplay: `file:${tarball}` };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  npm(['install'], folder);
  return folder;
}

const FOLDER = install(pack());
afterAll(() => rmSync(BASE, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(FOLDER, name)), { recursive: true });
    writeFileSync(join(FOLDER, name), text);
  }
}

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$)/.test(name),
  );
  return { ...Object.fromEntries(own), NO_COLOR: '1' };
}

function run(folder: string, command: readonly string[]): { readonly status: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: join(FOLDER, folder),
    env: environment(),
    encoding: 'utf8',
  });
  return { status, text: stdout + stderr };
}

const DEPLOYER = `interface Pushed { readonly detail: { readonly 'image-tag': string } }
export async function handler({ detail }: Pushed): Promise<string> {
  return detail['image-tag'];
}
`;

test("a user's own vitest.config.ts runs scenarios with the plugin", () => {
  write({
    'own/vitest.config.ts':
      "import { ecreplay } from 'ecreplay/vitest';\nimport { defineConfig } from 'vitest/config';\nexport default defineConfig({ plugins: [ecreplay()] });\n",
    'own/ecreplay.config.ts': config()
      .replace('export default', "import { defineConfig } from 'ecreplay/config';\nexport default defineConfig(")
      .replace(/;\n$/, ');\n'),
    'own/deployer.ts': DEPLOYER,
    'own/scenarios/push.yaml': push('consumer: deployer\n    returned: "1.4.2"'),
    'own/scenarios/broken.yaml': push('consumer: deployer\n    invoked: 2'),
  });
  const { status, text } = run('own', ['../node_modules/vitest/vitest.mjs', 'run']);
  expect(text).toContain('✓ scenarios/push.yaml');
  expect(text).toContain('BROKEN: deployer is invoked exactly 2 times');
  expect(text).toContain('❯ scenarios/broken.yaml:9:5');
  expect(status).toBe(1);
});

test('another edition of the plugin never runs what the one before has left in the cache', () => {
  write({ 'edition/scenarios/push.yaml': push() });
  const command = ['../node_modules/.bin/ecreplay', 'run', '--reporter', 'verbose'];
  expect(run('edition', command).text).toContain('push: A push is told.');
  const emit = join(FOLDER, 'node_modules/ecreplay/dist/vitest/emit.js');
  const source = readFileSync(emit, 'utf8');
  writeFileSync(emit, source.replace('${scenario.name}: ', '${scenario.name} anew: '));
  const { text } = run('edition', command);
  writeFileSync(emit, source);
  expect(text).toContain('push anew: A push is told.');
});

test('the command runs from the package', () => {
  write({ 'command/scenarios/push.yaml': push('event: { pattern: { detail-type: [ECR Image Action] }, times: 1 }') });
  const bin = '../node_modules/.bin/ecreplay';
  expect(run('command', [bin, 'run'])).toMatchObject({
    status: 0,
    text: expect.stringContaining('1 passed') as unknown,
  });
  expect(run('command', [bin, 'emit', 'scenarios/push.yaml', '--channel', 'eventbridge']).text).toMatch(
    /^\{"version":"0",/,
  );
  expect(run('command', [bin, '--version'])).toEqual({ status: 0, text: `${MANIFEST.version}\n` });
});

test('Artillery finds our engine under the name that it looks for', () => {
  const links = join(FOLDER, 'node_modules/artillery-engine-ecreplay');
  symlinkSync(join(FOLDER, 'node_modules/ecreplay/artillery'), links);
  write({
    'fleet/load.mjs': `import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const found = createRequire(import.meta.url).resolve('artillery-engine-ecreplay');
const { default: Engine } = await import(pathToFileURL(found).href);
console.log(typeof new Engine({ config: {} }).createScenario({}, {}));
`,
  });
  expect(run('fleet', ['load.mjs'])).toEqual({ status: 0, text: 'function\n' });
});

test.each([
  'ecreplay',
  'ecreplay/artillery',
  'ecreplay/config',
  'ecreplay/matchers',
  'ecreplay/pattern',
  'ecreplay/vitest',
  'ecreplay/vitest/test',
])('the types of %s hold in a project that knows ES2022 and nothing else, and checks its libraries', (entry) => {
  const folder = `bare/${entry}`;
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022'],
    module: 'nodenext',
    types: [],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  };
  write({
    [`${folder}/tsconfig.json`]: JSON.stringify({ compilerOptions, files: ['all.ts'] }),
    [`${folder}/all.ts`]: `import * as all from '${entry}';\nexport const names = Object.keys(all);\n`,
  });
  expect(run(folder, [join(MODULES, 'typescript/bin/tsc'), '-p', '.'])).toEqual({ status: 0, text: '' });
});

test('every entry of the package can be imported, and its types hold', () => {
  write({
    'types/all.ts': `import { readScenario, rehearse, type Finding } from 'ecreplay';
import { defineConfig } from 'ecreplay/config';
import { compilePattern } from 'ecreplay/pattern';
import { ecreplay } from 'ecreplay/vitest';
import { expect, test } from 'ecreplay/vitest/test';
import schema from 'ecreplay/schema/scenario.schema.json' with { type: 'json' };
const findings: Promise<readonly Finding[]> = rehearse(readScenario('', ''), { rules: [], consumers: {}, root: '.' }).then((rehearsal) => rehearsal.findings);
console.log(findings, defineConfig({}), compilePattern('{}'), ecreplay({ seed: 7 }), schema);
// @ts-expect-error -- a configuration has no such member
defineConfig({ consumer: {} });
const handler = async (event: { readonly id: string }) => event.id;
test.override({ scenario: { steps: [{ push: { image: 'web:1' } }] }, setup: { consumers: { deployer: { handler } } } });
// @ts-expect-error -- there is no such step
test.override({ scenario: { steps: [{ pish: { image: 'web:1' } }] } });
test('typed', async ({ run, begin }) => {
  expect(run).toHaveCalled('ecs:UpdateService', { service: ['web'] }, { times: { atLeast: 1 }, by: 'deployer' });
  expect({ run }).toEqual({ run: expect.not.toHaveInvoked('deployer') });
  // @ts-expect-error -- a consumer is named by a text
  expect(run).toHaveInvoked(7);
  const call = await begin('scenario.yaml').until('deployer').invoked().called('ecs:UpdateService');
  call.operation satisfies string;
});
`,
    'types/tsconfig.json': JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2024',
        strict: true,
        noEmit: true,
        resolveJsonModule: true,
        skipLibCheck: true,
        types: ['node'],
      },
      include: ['*.ts'],
    }),
  });
  expect(run('types', [join(MODULES, 'typescript/bin/tsc'), '-p', '.'])).toEqual({ status: 0, text: '' });
});

/** A user's project with one consumer, whose tests a runner runs. */
const USERS = {
  'scenarios/push.yaml': push('consumer: deployer\n    invoked: 1'),
  'ecreplay.config.mjs': config(),
  'deployer.mjs': `import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
export async function handler({ detail }) {
  await new SQSClient().send(new SendMessageCommand({ QueueUrl: process.env.AWS_ENDPOINT_URL + '/123456789012/deploys', MessageBody: detail['image-tag'] }));
  return { tag: detail['image-tag'] };
}
`,
};

/** What each runner is asked, in its own words. */
const ASKED = (expectation: (run: string) => string) => `
  const run = await rehearse('scenarios/push.yaml', {
    rules: { pushes: { pattern: { 'detail-type': ['ECR Image Action'] }, targets: ['deployer'] } },
    consumers: { deployer: handler },
  });
  ${expectation('run')}.toHaveAnswered('deployer', { tag: '1.4.2' });
  ${expectation('run')}.not.toHaveFailed('deployer');
  ${expectation('run')}.toHaveCalled('sqs:SendMessage', { MessageBody: ['1.4.2'] }, { times: 1 });
  if (process.env.EXPECTED) ${expectation('run')}.toHaveInvoked('deployer', Number(process.env.EXPECTED));
`;

const COMPLAINT = 'deployer is invoked exactly 2 times: it was invoked once';

function writeUsers(folder: string, files: Readonly<Record<string, string>>): void {
  write(Object.fromEntries(Object.entries({ ...USERS, ...files }).map(([name, text]) => [`${folder}/${name}`, text])));
}

/** Runs a command as it is, and once more with an expectation that is not met. */
function passesAndFails(folder: string, command: readonly string[]) {
  const passed = run(folder, command);
  process.env['EXPECTED'] = '2';
  try {
    return { passed, failed: run(folder, command) };
  } finally {
    delete process.env['EXPECTED'];
  }
}

test("node:test runs a test file of one's own", () => {
  writeUsers('node', {
    'push.test.mjs': `import { test } from 'node:test';
import { expectRun, rehearse } from 'ecreplay';
import { handler } from './deployer.mjs';
test('a push is deployed', async () => {${ASKED((name) => `expectRun(${name})`)}});
`,
  });
  const { passed, failed } = passesAndFails('node', ['--test', 'push.test.mjs']);
  expect(passed).toMatchObject({ status: 0, text: expect.stringContaining('pass 1') as unknown });
  expect(failed).toMatchObject({ status: 1, text: expect.stringContaining(COMPLAINT) as unknown });
  expect(failed.text).toContain("code: 'ERR_ASSERTION'");
});

test("Jest runs a test file of one's own", () => {
  writeUsers('jest', {
    'package.json': '{ "type": "module", "jest": { "testEnvironment": "node", "transform": {} } }',
    'push.test.mjs': `import { expect, test } from '@jest/globals';
import { matchers, rehearse } from 'ecreplay';
import { handler } from './deployer.mjs';
expect.extend(matchers);
test('a push is deployed', async () => {${ASKED((name) => `expect(${name})`)}
  expect({ run }).toEqual({ run: expect.toHaveInvoked('deployer') });
});
`,
  });
  const jest = ['--experimental-vm-modules', join(MODULES, 'jest/bin/jest.js'), '--testMatch=**/*.test.mjs'];
  const { passed, failed } = passesAndFails('jest', jest);
  expect(passed).toMatchObject({ status: 0, text: expect.stringContaining('1 passed') as unknown });
  expect(failed).toMatchObject({ status: 1, text: expect.stringContaining(COMPLAINT) as unknown });
});

test("Vitest runs a test file of one's own, with the configuration beside it", () => {
  writeUsers('fixtures', {
    'push.test.ts': `import { expect, test } from 'ecreplay/vitest/test';
test.override({ scenario: 'scenarios/push.yaml' });
test('a push is deployed', ({ run }) => {
  expect(run).toHaveKept();
  expect(run).toHaveInvoked('deployer', Number(process.env.EXPECTED ?? 1));
});
test('it can be waited for', async ({ begin }) => {
  const call = await begin('scenarios/push.yaml').until('deployer').invoked();
  expect(call.outcome).toEqual({ kind: 'returned', value: { tag: '1.4.2' } });
});
`,
    'ecreplay.config.mjs': config().replace('deployer.ts', 'deployer.mjs'),
  });
  const { passed, failed } = passesAndFails('fixtures', ['../node_modules/vitest/vitest.mjs', 'run']);
  expect(passed).toMatchObject({ status: 0, text: expect.stringContaining('2 passed') as unknown });
  expect(failed).toMatchObject({ status: 1, text: expect.stringContaining(COMPLAINT) as unknown });
  expect(failed.text).toContain('❯ push.test.ts:5:15');
});

/** The Python that has boto3, where there is one. */
const PYTHON = process.env['ECREPLAY_PYTHON'] ?? 'python3';
const HAS_BOTO3 = spawnSync(PYTHON, ['-c', 'import boto3']).status === 0;

/** Follows a way into ecreplay as it is told, in a folder with nothing but what it says; returns what was printed. */
function follow(path: Path, folder: string, env: NodeJS.ProcessEnv): string {
  const files = { 'package.json': '{ "private": true, "type": "module" }', ...path.files };
  write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])));
  const programs = [join(FOLDER, folder, '.programs'), join(FOLDER, 'node_modules/.bin'), dirname(process.execPath)];
  // What the text calls python3 is the one that has its packages.
  mkdirSync(programs[0]!, { recursive: true });
  if (isAbsolute(PYTHON))
    writeFileSync(join(programs[0]!, 'python3'), `#!/bin/sh\nexec "${PYTHON}" "$@"\n`, { mode: 0o755 });
  let text = '';
  for (const { line, codes } of path.commands) {
    const { status, stdout, stderr } = spawnSync(line.replace(/^npx /, ''), {
      cwd: join(FOLDER, folder),
      shell: true,
      env: { ...environment(), ...env, PATH: [...programs, process.env['PATH']].join(delimiter) },
      encoding: 'utf8',
    });
    text += stdout + stderr;
    expect(codes, `${line} ends with ${status}:\n${text}`).toContain(status);
  }
  return text;
}

/** An account in which last night happened, for whoever records it. */
async function night(folder: string): Promise<{ readonly env: NodeJS.ProcessEnv; readonly close: () => void }> {
  const start = `${new Date(Date.now() - 600_000).toISOString().slice(0, 19)}Z`;
  write({
    [`${folder}/night.yaml`]: NIGHT(start).replaceAll('111122223333', '123456789012'),
    [`${folder}/ecreplay.config.mjs`]: CONFIG,
    [`${folder}/deployer.mjs`]: BUG,
  });
  const { text } = run(folder, ['../node_modules/.bin/ecreplay', 'emit', 'night.yaml', '--channel', 'eventbridge']);
  const server = spawn(
    process.execPath,
    ['../node_modules/.bin/ecreplay', 'serve', '--port', '0', '--account', '123456789012', '--region', 'us-east-2'],
    { cwd: join(FOLDER, folder), env: environment(), stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const endpoint = await new Promise<string>((resolve, reject) => {
    let printed = '';
    server.on('exit', () => reject(new Error(`It did not come up: ${printed}`)));
    server.stdout.setEncoding('utf8').on('data', (part: string) => {
      printed += part;
      const url = /AWS_ENDPOINT_URL=['"]?(http:\/\/[\w.:]+)/.exec(printed)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };
  const credentials = { accessKeyId: keys.AWS_ACCESS_KEY_ID, secretAccessKey: keys.AWS_SECRET_ACCESS_KEY };
  const logs = new CloudWatchLogsClient({ region: 'us-east-2', endpoint, credentials });
  const names = { logGroupName: '/aws/events/ecr', logStreamName: 'night' };
  await logs.send(new CreateLogGroupCommand(names));
  await logs.send(new CreateLogStreamCommand(names));
  const logEvents = text
    .trim()
    .split('\n')
    .map((message) => ({ message, timestamp: Date.parse((JSON.parse(message) as { readonly time: string }).time) }));
  await logs.send(
    new PutLogEventsCommand({ ...names, logEvents: logEvents.toSorted((a, b) => a.timestamp - b.timestamp) }),
  );
  logs.destroy();
  return { env: { AWS_ENDPOINT_URL: endpoint, ...keys }, close: () => server.kill() };
}

const PATHS = pathsOf(readme().text);

test('the README tells its ways in', () => {
  expect(PATHS.length).toBeGreaterThan(2);
});

test.for(PATHS)('the README: $title', async (path, context) => {
  const { title } = path;
  const folder = title.toLowerCase().replaceAll(/\W+/g, '-');
  const isNight = path.commands.some(({ line }) => line.includes('record log-group:'));
  if (Object.keys(path.files).some((name) => name.endsWith('.py')) && !HAS_BOTO3)
    context.skip('there is no Python with boto3');
  const scene = isNight ? await night(folder) : { env: {}, close: () => undefined };
  try {
    const printed = follow(path, folder, scene.env);
    for (const line of path.says) expect(printed).toContain(line);
  } finally {
    scene.close();
  }
});
