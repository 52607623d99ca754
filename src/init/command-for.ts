import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn, stateOf } from '../rule/read/source.ts';
import type { FoundFunction } from '../rule/read/reading.ts';

/** How a function in another language is started, and what has to be installed for that. */
export interface CommandFor {
  readonly command: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** A command of a shell's, where one is needed. */
  readonly install?: string;
}

/** The command that runs a function as Lambda would: by the runtime interface client of its language. Nothing where there is none. */
export function commandFor(found: FoundFunction): CommandFor | undefined {
  const { runtime = '', handler = '', code } = found;
  if (code === undefined || !isFolder(code)) return undefined;
  if (runtime.startsWith('python')) {
    return {
      command: ['python3', '-m', 'awslambdaric', handler],
      cwd: code,
      install: 'pip install awslambdaric',
    };
  }
  if (runtime.startsWith('ruby')) {
    return { command: ['aws_lambda_ric', handler], cwd: code, install: 'gem install aws_lambda_ric' };
  }
  if (!/^(?:go|provided)/.test(runtime)) return undefined;
  // Go's own library speaks the Runtime API, and needs no client.
  if (existsSync(join(code, 'go.mod')) || namesIn(code).some((name) => name.endsWith('.go'))) {
    return { command: ['go', 'run', '.'], cwd: code };
  }
  return existsSync(join(code, 'bootstrap')) ? { command: ['./bootstrap'], cwd: code } : undefined;
}

function isFolder(path: string): boolean {
  try {
    return stateOf(path)?.isDirectory() === true;
  } catch {
    return false;
  }
}
