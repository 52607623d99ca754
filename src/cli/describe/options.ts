import { InvalidArgumentError, Option } from 'commander';
import { PROFILES, toSeed } from '../own-flags.ts';

/** Words the examples at the end of a verb's help. */
export function example(...commands: readonly string[]): string {
  return `\n${commands.length > 1 ? 'Examples' : 'Example'}:\n${commands.map((command) => `  $ ${command}\n`).join('')}`;
}

/** The seed, which every verb that draws anything takes. */
export const seed = (): Option =>
  new Option('--seed <seed>', "draw ids, digests and faults from this seed instead of the scenario's own").argParser(
    toSeed,
  );

/** The profile, which every verb that words anything takes. */
export const profile = (): Option =>
  new Option('--profile <name>', 'word records as real accounts show them or as the AWS documents do').choices(
    PROFILES,
  );

/** An account is twelve digits. */
export function toAccount(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('wanted twelve digits');
}

/** A length of time. */
export function toDuration(text: string): string {
  if (/^[0-9]{1,12}(\.[0-9]{1,6})?(ms|s|m|h|d)$/.test(text)) return text;
  throw new InvalidArgumentError('wanted a length of time such as 30s, 10m or 2h');
}
