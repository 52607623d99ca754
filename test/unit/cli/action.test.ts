import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { config, type Project, project, push } from './project.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
  readonly [key: string]: unknown;
}

const ACTION = parse(readFileSync(join(REPOSITORY, 'action.yml'), 'utf8')) as Action;

/** The keys that GitHub documents for an action, and for a step of a composite one. */
const ACTION_KEYS = ['name', 'author', 'description', 'inputs', 'outputs', 'runs', 'branding'];
const STEP_KEYS = 'id if name run shell env working-directory uses with continue-on-error'.split(' ');

test('the action is made of what GitHub knows, and runs nothing that may change under it', () => {
  expect(Object.keys(ACTION).filter((key) => !ACTION_KEYS.includes(key))).toEqual([]);
  expect([ACTION['name'], ACTION['description']].every((text) => typeof text === 'string')).toBe(true);
  expect(ACTION.runs.using).toBe('composite');
  for (const step of ACTION.runs.steps) {
    expect(Object.keys(step).filter((key) => !STEP_KEYS.includes(key))).toEqual([]);
    if (step.uses === undefined) expect(step.shell).toBe('bash');
    else expect(step.uses).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
    // What a caller says must never be read as a part of the script.
    expect(step.run ?? '').not.toContain('${{');
  }
  const said = JSON.stringify(ACTION.runs);
  for (const [, name = ''] of said.matchAll(/inputs\.([\w-]+)/g)) expect(Object.keys(ACTION.inputs)).toContain(name);
  for (const name of Object.keys(ACTION.inputs)) expect(said).toContain(`inputs.${name}`);
});

interface Job {
  readonly status: number | null;
  readonly text: string;
  readonly output: string;
  readonly summary: string;
}

/** Runs the shell steps of the action as a runner does, until one fails. */
function runAction(folder: Project, inputs: Readonly<Record<string, string>> = {}, path = ''): Job {
  const output = join(folder.folder, '.output');
  const summary = join(folder.folder, '.summary');
  for (const file of [output, summary]) writeFileSync(file, '');
  const worked = (text: string): string =>
    text
      .replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name] ?? ACTION.inputs[name]!.default)
      .replaceAll('${{ github.action_path }}', REPOSITORY);
  let text = '';
  let status: number | null = 0;
  for (const { run, env = {}, ...step } of ACTION.runs.steps) {
    if (run === undefined) continue;
    const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$)/.test(name));
    const where = step['working-directory'];
    const ended = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      cwd: join(folder.folder, worked(typeof where === 'string' ? where : '.')),
      env: {
        ...Object.fromEntries(own),
        ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, worked(value)])),
        PATH: `${path}${path === '' ? '' : ':'}${join(REPOSITORY, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
        NO_COLOR: '1',
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
      },
      encoding: 'utf8',
    });
    text += ended.stdout + ended.stderr;
    ({ status } = ended);
    if (status !== 0) break;
  }
  return { status, text, output: readFileSync(output, 'utf8'), summary: readFileSync(summary, 'utf8') };
}

/** Puts this repository where an install would have put the package. */
function installed(folder: Project, where = '.'): void {
  const modules = join(folder.folder, where, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  symlinkSync(REPOSITORY, join(modules, 'ecreplay'));
  const main = join(REPOSITORY, 'src/cli/main.ts');
  writeFileSync(join(modules, '.bin/ecreplay'), `#!/bin/sh\nexec ${process.execPath} ${main} "$@"\n`);
  chmodSync(join(modules, '.bin/ecreplay'), 0o755);
}

const KEPT = push('consumer: deployer\n    invoked: 1');

test('a job whose promises are kept ends with 0, and its summary says which they are', () => {
  using folder = project({
    'ecreplay.config.ts': config(),
    'deployer.ts': 'export function handler() {}\n',
    'scenarios/push.yaml': KEPT,
  });
  installed(folder);
  const { status, output, summary } = runAction(folder);
  expect(summary).toContain('Ended with 0: every promise is kept');
  expect(summary).toContain('| kept | push: A push is told. | kept    deployer is invoked exactly once |');
  expect(output).toBe('is-enough=true\nexit-code=0\n');
  expect(status).toBe(0);
});

test('a broken promise fails the job, with an annotation at its line', () => {
  using folder = project({
    'app/other.config.ts': config('deployer.ts#handler').replace("'ECR Image Action'", "'ECR Image Scan'"),
    'app/deployer.ts': 'export function handler() {}\n',
    'app/scenarios/push.yaml': KEPT,
    'app/scenarios/broken.yaml': 'version: 1\n',
    'app/*.yaml': 'not a scenario',
  });
  installed(folder, 'app');
  const inputs = { 'working-directory': 'app', config: 'other.config.ts', args: 'scenarios/push.yaml --seed 7' };
  const { status, text, output, summary } = runAction(folder, inputs);
  expect(text).toMatch(/^::error file=.*push\.yaml.*line=\d+/m);
  expect(text).toContain('--seed 7');
  expect(summary).toContain('| BROKEN | push: A push is told. | BROKEN  deployer is invoked exactly once |');
  expect(summary).not.toContain('broken.yaml');
  expect(output).toContain('exit-code=1');
  expect(status).toBe(1);
});

test('a run that comes to no report is in the summary too', () => {
  using folder = project({ 'package.json': '{}' });
  installed(folder);
  const { status, summary } = runAction(folder, { args: 'nowhere $(touch made) *' });
  expect(summary).toContain('Ended with 2: the input is wrong');
  expect(existsSync(join(folder.folder, 'made'))).toBe(false);
  expect(status).toBe(2);
});

/** An npm that does nothing but say what it was asked, and make what an install would. */
function recordingNpm(folder: Project): string {
  const bin = join(folder.folder, '.fake');
  mkdirSync(bin);
  for (const name of ['npm', 'pnpm', 'corepack']) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "asked: ${name} $*"\nmkdir -p node_modules\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

test.for([
  ['its lock file', { 'package-lock.json': '{}' }, {}, ['npm ci', 'ecreplay@latest']],
  ['that of pnpm', { 'pnpm-lock.yaml': '' }, {}, ['corepack enable', 'pnpm install --frozen-lockfile']],
  ['a package without one', {}, { version: '1.2.3' }, ['npm install', 'ecreplay@1.2.3']],
] as const)('a project is installed by %s', ([, files, inputs, wanted]) => {
  using folder = project(files);
  const bin = recordingNpm(folder);
  rmSync(join(folder.folder, 'node_modules'), { recursive: true });
  const { text } = runAction(folder, inputs, bin);
  const asked = text.split('\n').filter((line) => line.startsWith('asked: '));
  for (const [index, words] of wanted.entries()) expect(asked[index]).toContain(words);
});
