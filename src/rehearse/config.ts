import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Problem, Problems } from '../problem.ts';
import { toRules } from '../rule/rules.ts';
import { configFaults } from './config-faults.ts';
import type { Config, Setup } from './setup.ts';

const NAMES = ['ts', 'mts', 'js', 'mjs'].map((extension) => `ecreplay.config.${extension}`);
/** A project ends where its package or its repository does: a configuration above that belongs to somebody else. */
const PROJECT_ENDS = ['package.json', '.git'];

/** Finds the configuration that holds for a folder: the nearest above it, within the same project. */
export function findConfig(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = NAMES.map((name) => join(at, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    if (dirname(at) === at || PROJECT_ENDS.some((name) => existsSync(join(at, name)))) return undefined;
  }
}

/** What holds where there is no configuration: no rules, no consumers. */
function bareSetup(root: string): Setup {
  return { rules: [], consumers: {}, root };
}

/**
 * Reads a configuration file, or throws `Problems` that a person can mend.
 *
 * Node imports it as it stands (types are stripped). An edited file is read anew in the same process; what it imports
 * in turn is not, because Node keeps modules.
 */
export async function loadSetup(file: string): Promise<Setup> {
  const { default: config } = await importConfig(file);
  if (config === undefined) {
    throw refusal(file, 'it has no default export, wanted "export default defineConfig({ … })"');
  }
  const faults = configFaults(config);
  if (faults.length > 0)
    throw new Problems(
      faults.map(
        (fault) =>
          new Problem('CONFIG_INVALID', `Cannot use the configuration: ${fault}`, {
            place: top(file),
          }),
      ),
    );
  const sound = config as Config;
  return {
    ...bareSetup(dirname(file)),
    rules: toRules(sound, top(file)),
    consumers: sound.consumers ?? {},
  };
}

async function importConfig(file: string): Promise<{ readonly default?: unknown }> {
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (written === undefined) {
    throw new Problems([
      new Problem('CONFIG_NOT_FOUND', `Cannot read the configuration "${file}": there is no such file`),
    ]);
  }
  try {
    return (await import(/* @vite-ignore */ `${pathToFileURL(file).href}?written=${written}`)) as {
      readonly default?: unknown;
    };
  } catch (error) {
    throw refusal(file, `importing it fails with ${inWords(error)}`, error);
  }
}

function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.trim()}` : `"${String(error)}"`;
}

function refusal(file: string, how: string, cause?: unknown): Problems {
  const place = cause instanceof Error ? lineOf(file, cause) : undefined;
  return new Problems([
    new Problem('CONFIG_INVALID', `Cannot read the configuration: ${how}`, {
      place: place ?? top(file),
      cause,
    }),
  ]);
}

function top(file: string) {
  return { file, line: 1, column: 1 };
}

/** Where in the file an error arose; a syntax error has its place in the first line of the stack, others in a frame. */
function lineOf(file: string, error: Error) {
  const stack = error.stack ?? '';
  for (const name of [pathToFileURL(file).href, file]) {
    const from = stack.indexOf(name);
    if (from < 0) continue;
    const [, line, column] = /^(?:\?written=[\d.]+)?:(\d+)(?::(\d+))?/.exec(stack.slice(from + name.length)) ?? [];
    if (line !== undefined) return { file, line: Number(line), column: Number(column ?? 1) };
  }
  return undefined;
}
