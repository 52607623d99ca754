import { parseArgs } from 'node:util';
import { nearest } from '../nearest.ts';
import { Problem } from '../problem.ts';
import type { Profile } from '../scenario/scenario.ts';
import type { Wishes } from '../vitest/plugin.ts';

/** The flags of `ecreplay run` that are ours; every other one is Vitest's. */
export const RUN_FLAGS = {
  bus: 'NAME',
  seed: 'SEED',
  profile: 'NAME',
  config: 'FILE',
} as const;

/** Where events may be delivered. */
export const BUSES = ['embedded'] as const;
/** How records may be worded. */
export const PROFILES: readonly Profile[] = ['observed', 'documented'];

/** What our flags ask for. */
export interface RunWishes extends Wishes {
  readonly config?: string;
}

/** Takes our flags out of a command line; what is left is in its old order, for Vitest to read. */
export function takeOwnFlags(argv: readonly string[]): {
  readonly wishes: RunWishes;
  readonly rest: readonly string[];
} {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(Object.keys(RUN_FLAGS).map((name) => [name, { type: 'string' as const }])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string> = {};
  const rest = [...argv] as (string | undefined)[];
  for (const token of tokens) {
    if (token.kind !== 'option' || !Object.hasOwn(RUN_FLAGS, token.name)) continue;
    if (token.value === undefined || (!token.inlineValue && token.value.startsWith('-'))) {
      throw new Problem(
        'USAGE',
        `Cannot read "${token.rawName}": it has no value, wanted "${token.rawName} ${RUN_FLAGS[token.name as keyof typeof RUN_FLAGS]}"`,
      );
    }
    values[token.name] = token.value;
    rest[token.index] = undefined;
    if (!token.inlineValue) rest[token.index + 1] = undefined;
  }
  return { wishes: toWishes(values), rest: rest.filter((word) => word !== undefined) };
}

function toWishes({ bus, seed, profile, config }: Readonly<Record<string, string>>): RunWishes {
  return {
    ...(bus !== undefined && { bus: oneOf('--bus', bus, BUSES) }),
    ...(seed !== undefined && { seed: toSeed(seed) }),
    ...(profile !== undefined && { profile: oneOf('--profile', profile, PROFILES) }),
    ...(config !== undefined && { config }),
  };
}

/** A seed of digits is a number, as it is in a scenario file. */
export function toSeed(text: string): number | string {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

/** Reads a flag whose value is one of few words. */
function oneOf<Word extends string>(flag: string, word: string, words: readonly Word[]): Word {
  const known = words.find((candidate) => candidate === word);
  if (known !== undefined) return known;
  const meant = nearest(word, words);
  const advice =
    meant === undefined ? `wanted ${words.map((one) => `"${one}"`).join(' or ')}` : `did you mean "${meant}"`;
  throw new Problem('USAGE', `Cannot read "${flag} ${word}": ${advice}`);
}
