import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EventSourceSpec, Resources } from '../bus/resource/resources.ts';
import type { Milliseconds } from '../clock.ts';
import { BlockedError } from '../consumer/bounded.ts';
import { Problem, Problems } from '../problem.ts';
import { toRules } from '../rule/rules.ts';
import { readDefinitions } from './config-definition.ts';
import { configFaults } from './config-faults.ts';
import { placeOfMember, top } from './config-place.ts';
import { RESOURCE_NAMES } from './config-resources.ts';
import { importBounded } from './import-source.ts';
import { inlineRules, rulesFrom } from './inline-rules.ts';
import type { Config, Setup } from './setup.ts';
import { ShelterError, sheltered } from './shelter.ts';

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

/** How long a configuration may take to say what it says. */
const PATIENCE = 10_000;

/**
 * Reads a configuration file, or throws `Problems` that a person can mend.
 *
 * An edited file is read anew in the same process; what it imports in turn is not, because Node keeps modules.
 * `within` is how long it may take.
 */
export async function loadSetup(file: string, within: Milliseconds = PATIENCE): Promise<Setup> {
  const config = await importConfig(file, within);
  if (config === undefined) {
    throw refusal(file, 'it has no default export, wanted "export default defineConfig({ … })"');
  }
  return readConfig(file, config);
}

/** Makes a setup of what a configuration says. `file` is where it stands, or would. Throws `Problems` for what is wrong with it. */
export async function readConfig(file: string, config: unknown): Promise<Setup> {
  const faults = configFaults(config);
  if (faults.length > 0)
    throw new Problems(
      faults.map(
        ({ path, words }) =>
          new Problem('CONFIG_INVALID', `Cannot use the configuration: ${path} ${words}`, {
            place: placeOfMember(file, path),
          }),
      ),
    );
  const sound = config as Config;
  const from = rulesFrom(sound);
  if (from === undefined) return setupOf(file, sound);
  // Read late: most configurations write their rules themselves, and need no reader of YAML.
  const { readRulesFrom } = await import('./read-rules-from.ts');
  const { rules, consumers, read, eventSources = [], ...others } = await readRulesFrom(file, from, sound);
  const setup = setupOf(file, {
    ...sound,
    consumers,
    ...(eventSources.length > 0 && { eventSources: withoutTwins(sound.eventSources ?? [], eventSources) }),
    // What the configuration says of the same resource itself stands.
    ...added('stateMachines', others, sound),
    ...added('topics', others, sound),
    ...added('queues', others, sound),
  });
  return { ...setup, rules: [...setup.rules, ...rules], read };
}

/** A mapping that the configuration has itself stands for the one that is read: twice would deliver each message to either. */
function withoutTwins(
  own: NonNullable<Config['eventSources']>,
  found: NonNullable<Config['eventSources']>,
): NonNullable<Config['eventSources']> {
  const isOwn = (one: EventSourceSpec): boolean =>
    own.some(
      ({ queue, stream, consumer }) => queue === one.queue && stream === one.stream && consumer === one.consumer,
    );
  return [...own, ...found.filter((one) => !isOwn(one))];
}

function added<Name extends 'stateMachines' | 'topics' | 'queues'>(
  name: Name,
  found: Pick<Config, Name>,
  own: Config,
): Pick<Config, Name> {
  const all: object = { ...(found[name] as object | undefined), ...(own[name] as object | undefined) };
  return (Object.keys(all).length === 0 ? {} : { [name]: all }) as Pick<Config, Name>;
}

function setupOf(file: string, sound: Config): Setup {
  return {
    ...bareSetup(dirname(file)),
    rules: readRules(file, sound),
    consumers: sound.consumers ?? {},
    ...(sound.bus !== undefined && { bus: sound.bus }),
    ...readResources(file, sound),
  };
}

/** What is declared besides; nothing, where nothing is. */
function readResources(file: string, config: Config): Pick<Setup, 'resources' | 'file'> {
  const declared = RESOURCE_NAMES.filter((name) => config[name] !== undefined);
  if (declared.length === 0) return {};
  const resources = Object.fromEntries(declared.map((name) => [name, config[name]])) as Resources;
  const { stateMachines } = resources;
  return {
    resources: { ...resources, ...(stateMachines && { stateMachines: readDefinitions(file, stateMachines) }) },
    file,
  };
}

function readRules(file: string, config: Config): Setup['rules'] {
  try {
    return toRules({ ...config, rules: inlineRules(config) }, top(file));
  } catch (error) {
    if (!(error instanceof Problems)) throw error;
    throw new Problems(error.problems.map((problem) => atItsRule(file, problem)));
  }
}

function atItsRule(file: string, { code, message, cause }: Problem): Problem {
  const [, rule = ''] = /^Cannot read rule "([^"]*)"/.exec(message) ?? [];
  const member = code === 'PATTERN_INVALID' ? '.pattern' : code === 'CONSUMER_UNKNOWN' ? '.targets' : '';
  return new Problem(code, message, { cause, place: placeOfMember(file, `rules.${rule}${member}`) });
}

/** The default export of a configuration, settled if it is a promise. */
async function importConfig(file: string, within: Milliseconds): Promise<unknown> {
  const state = checkConfigFile(file);
  try {
    return await sheltered(async () => {
      const { default: config } = (await importBounded(file, String(state.mtimeMs), within)) as {
        readonly default?: unknown;
      };
      return await config;
    }, within);
  } catch (error) {
    if (error instanceof ShelterError) throw refusal(file, error.message);
    if (error instanceof BlockedError) {
      throw refusal(file, `it goes round in circles: it has not come back within ${within / 1_000} s`);
    }
    throw refusal(file, `importing it fails with ${inWords(error)}`, error);
  }
}

/** Looks at a configuration file without reading it. Throws `Problems` where it can be none. */
export function checkConfigFile(file: string): { readonly mtimeMs: number } {
  const state = statSync(file, { throwIfNoEntry: false });
  if (state?.isFile() === true && isCode(file)) return state;
  const cannot = `Cannot read the configuration "${file}":`;
  throw new Problems([
    state === undefined
      ? new Problem('CONFIG_NOT_FOUND', `${cannot} there is no such file`)
      : new Problem(
          'CONFIG_INVALID',
          `${cannot} it is ${state.isFile() ? 'neither JavaScript nor TypeScript' : 'a folder'}, wanted a file such as "ecreplay.config.ts"`,
        ),
  ]);
}

function isCode(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file);
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
