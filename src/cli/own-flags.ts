import { parseArgs } from 'node:util';
import { Problem } from '../problem.ts';
import type { Profile } from '../scenario/scenario.ts';
import type { Wishes } from '../vitest/plugin.ts';
import { BUS_FLAGS, toBusWish } from './bus-flags.ts';
import { oneOf } from './one-of.ts';

/** The flags of `ecreplay run` that are ours, with what their values are; every other one is Vitest's. */
export const RUN_FLAGS = {
  ...BUS_FLAGS,
  seed: 'SEED',
  profile: 'NAME',
  config: 'FILE',
  verbose: undefined,
  report: 'FILE',
} as const;

/** How records may be worded. */
export const PROFILES: readonly Profile[] = ['observed', 'documented'];

/** What our flags ask for. */
export interface RunWishes extends Wishes {
  readonly config?: string;
  /** The file that a report is written to. */
  readonly report?: string;
}

/** Takes our flags out of a command line; what is left is in its old order, for Vitest to read. */
export function takeOwnFlags(argv: readonly string[]): {
  readonly wishes: RunWishes;
  readonly rest: readonly string[];
} {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(RUN_FLAGS).map(([name, value]) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string> = {};
  const rest = [...argv] as (string | undefined)[];
  for (const token of tokens) {
    if (token.kind !== 'option' || !isOurs(token.name)) continue;
    rest[token.index] = undefined;
    const wanted = RUN_FLAGS[token.name];
    if (wanted === undefined) {
      values[token.name] = '';
      continue;
    }
    if (token.value === undefined || (!token.inlineValue && token.value.startsWith('-'))) {
      throw new Problem(
        'USAGE',
        `Cannot read "${token.rawName}": it has no value, wanted "${token.rawName} ${wanted}"`,
      );
    }
    values[token.name] = token.value;
    if (!token.inlineValue) rest[token.index + 1] = undefined;
  }
  return { wishes: toWishes(values), rest: rest.filter((word) => word !== undefined) };
}

function isOurs(name: string): name is keyof typeof RUN_FLAGS {
  return Object.hasOwn(RUN_FLAGS, name);
}

function toWishes({ seed, profile, config, report, verbose, ...values }: Readonly<Record<string, string>>): RunWishes {
  const bus = toBusWish(values);
  return {
    ...(bus !== undefined && { bus }),
    ...(seed !== undefined && { seed: toSeed(seed) }),
    ...(profile !== undefined && { profile: oneOf('--profile', profile, PROFILES) }),
    ...(config !== undefined && { config }),
    ...(verbose !== undefined && { isVerbose: true }),
    ...(report !== undefined && { report }),
  };
}

/** A seed of digits is a number, as it is in a scenario file. */
export function toSeed(text: string): number | string {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}
