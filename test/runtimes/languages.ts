import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandSpec } from '../../src/consumer/consumer.ts';

/** A consumer in one language, which does what the others do. */
export interface Language {
  readonly name: string;
  /** Why it cannot run here, if it cannot. */
  readonly missing: string | undefined;
  /** How it is started, relative to this folder. */
  readonly spec: CommandSpec;
  /** How it words the error of a handler. */
  readonly error: { readonly name: string; readonly stack?: unknown };
  readonly [Symbol.dispose]?: () => void;
}

const PYTHON = process.env['ECREPLAY_PYTHON'] ?? 'python3';
const RIC = join(process.env['ECREPLAY_RIC'] ?? '.', 'node_modules/aws-lambda-ric/index.mjs');

function lacks(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args).status !== 0;
}

/** Python by AWS's own runtime client from PyPI. */
export function python(): Language {
  const missing = lacks(PYTHON, '-c', 'import awslambdaric, boto3');
  return {
    name: 'Python (awslambdaric)',
    missing: missing ? `${PYTHON} has no awslambdaric and boto3; ECREPLAY_PYTHON names one that has` : undefined,
    spec: {
      command: [PYTHON, '-m', 'awslambdaric', 'app.handler'],
      cwd: 'python',
      environment: { PYTHONDONTWRITEBYTECODE: '1' },
    },
    error: { name: 'ValueError', stack: /\n {4}at handler \(\S+app\.py:\d+\)/ },
  };
}

/** Node by AWS's own runtime client, which is built by a compiler as it is installed. */
export function node(): Language {
  return {
    name: 'Node (aws-lambda-ric)',
    missing: existsSync(RIC) ? undefined : 'no aws-lambda-ric; ECREPLAY_RIC names the folder it is installed in',
    spec: { command: [process.execPath, RIC, 'app.handler'], cwd: 'node' },
    error: { name: 'TypeError', stack: /\n {4}at \S*handler \(\S+app\.mjs:\d+:\d+\)/ },
  };
}

/** Go by AWS's own library, built here. */
export function go(): Language {
  if (lacks('go', 'version')) {
    const spec = { command: ['./deployer'] };
    return { name: 'Go (aws-lambda-go)', missing: 'there is no go', spec, error: { name: '' } };
  }
  const folder = mkdtempSync(join(tmpdir(), 'ecreplay-go-'));
  const program = join(folder, 'deployer');
  const { status, stderr } = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: join(import.meta.dirname, 'go'),
    encoding: 'utf8',
    // A test downloads nothing: `go mod download` does, before.
    env: { ...process.env, GOPROXY: 'off', GOFLAGS: '-mod=readonly -buildvcs=false' },
  });
  return {
    name: 'Go (aws-lambda-go)',
    missing: status === 0 ? undefined : `aws-lambda-go cannot be built: ${stderr.trim().split('\n').at(-1)}`,
    spec: { command: [program] },
    error: { name: 'errorString' },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

/** A page of shell. */
export function shell(): Language {
  return {
    name: 'shell (curl)',
    missing: lacks('curl', '--version') ? 'there is no curl' : undefined,
    spec: { command: ['./bootstrap'], cwd: 'shell' },
    error: { name: 'Refused' },
  };
}
