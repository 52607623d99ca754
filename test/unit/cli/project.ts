import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const REPOSITORY = join(import.meta.dirname, '../../..');
const MAIN = join(REPOSITORY, 'src/cli/main.ts');
const VITEST = join(REPOSITORY, 'node_modules/vitest/vitest.mjs');

/** How a command ended, and what it printed. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, for what may stand in either. */
  readonly text: string;
}

/** A running command. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** Resolves when what was printed since the last call holds a text, and gives that part of the output. */
  seen(text: string): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** Reads no more of what it prints, as `| head` does. */
  leave(): void;
}

/** A folder of a user's own, where commands can be run. */
export interface Project extends Disposable {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): void;
  read(file: string): string;
  ecreplay(args: readonly string[], more?: { readonly node?: readonly string[] }): Promise<Ended>;
  vitest(args: readonly string[]): Promise<Ended>;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Running;
}

/** Makes a folder that is gone when the test ends. */
export function project(files: Readonly<Record<string, string>>): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ecreplay-test-')));
  const write = (added: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(added)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };
  write({ 'package.json': '{ "private": true, "type": "module" }', ...files });
  // As an install leaves it: a configuration can import Vitest by name, and Vitest has a place for its cache.
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(dirname(VITEST), join(folder, 'node_modules/vitest'));
  const run = (args: readonly string[], env = {}): Running => started(args, folder, env);
  return {
    folder,
    write,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    ecreplay: (args, { node = [] } = {}) => run([...node, MAIN, ...args]).ended,
    vitest: (args) => run([VITEST, ...args]).ended,
    start: (args, env) => run([MAIN, ...args], env),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, maxRetries: 3 }),
  };
}

function started(args: readonly string[], cwd: string, added: Readonly<Record<string, string>>): Running {
  const env = { ...environment(), ...added };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { stdout: '', stderr: '' };
  let all = '';
  let shown = 0;
  let look = (): void => {};
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text;
      all += text;
      look();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...printed, text: printed.stdout + printed.stderr }));
  });
  return {
    ended,
    kill: (signal) => child.kill(signal),
    leave: () => void child.stdout.destroy(),
    seen: (text) =>
      new Promise((resolve, reject) => {
        look = () => {
          const at = all.indexOf(text, shown);
          if (at < 0) return;
          const part = all.slice(shown, at + text.length);
          shown = at + text.length;
          look = () => {};
          resolve(part);
        };
        look();
        void ended.then(({ text: output }) => reject(new Error(`it ended before it printed "${text}":\n${output}`)));
      }),
  };
}

/** As a user's shell has it: without what the test run around this one has set. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$|CI$|GITHUB_ACTIONS$)/.test(name),
  );
  return { ...Object.fromEntries(own), NO_COLOR: '1' };
}

/** A scenario that pushes an image, with the expectations that are given. */
export function push(...expectations: readonly string[]): string {
  const expect = expectations.length === 0 ? '' : `expect:\n${expectations.map((one) => `  - ${one}\n`).join('')}`;
  return `version: 1
description: A push is told.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2" }
${expect}`;
}

/** A configuration with one consumer, \`deployer\`, that every push goes to. */
export function config(handler = 'deployer.ts#handler', more = ''): string {
  return `export default {
  rules: { pushes: { pattern: { 'detail-type': ['ECR Image Action'] }, targets: ['deployer'] } },
  consumers: { deployer: { handler: '${handler}'${more} } },
};
`;
}
