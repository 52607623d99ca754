import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExploreFlags } from '../explore.ts';
import { toSeed } from '../own-flags.ts';
import { example } from './options.ts';

/** Describes `ecreplay explore`. */
export function describeExplore(root: Command): void {
  root
    .command('explore')
    .summary('search for a scenario that breaks a consumer, and write the smallest as a file')
    .description(
      "Draws sequences of what can happen in a registry, with the faults of real delivery (duplicates, delays, losses, overlapping invocations, failed AWS calls, crashes, events worded as AWS may word them), and plays them to a consumer, thousands of them, until it throws, runs out of time, reaches for the network, or a function of yours over the run does not hold. What is found is made as small as it can be, and written as a scenario that fails the same way under 'ecreplay run'. Exit code 0: nothing found. 1: found.",
    )
    .argument('<consumer>', 'a consumer of the configuration, or "path#export" of a handler without one')
    .addOption(new Option('--seed <seed>', 'the search: the same seed tries the same').argParser(toSeed).default(1))
    .addOption(new Option('--runs <number>', 'how many scenarios are tried; 5000 unless told').argParser(toCount))
    .addOption(new Option('--for <time>', 'how long is tried, such as 10s or 5m').argParser(toTime))
    .option(
      '--invariant <path#export...>',
      'what must hold of every run: a function that returns false or throws if not',
    )
    .option('--contract <name...>', "hold it to contracts over what is drawn, in place of that; 'all' for all of them")
    .option(
      '--rule <pattern>',
      'with path#export: the event pattern of its rule, as JSON; everything of aws.ecr unless told',
    )
    .option('-o, --output <file>', 'where to write the scenario; printed unless told')
    .option('--config <file>', 'the configuration; the nearest ecreplay.config.ts unless told')
    .option('--report <file>', 'write what was found to a page that shows it (.html), or for "ecreplay view" (.json)')
    .option('--json', 'print what was found, and what was tried, as JSON')
    .addHelpText(
      'after',
      example(
        'ecreplay explore deployer -o scenarios/found.yaml',
        'ecreplay explore src/deployer.ts#handler --for 10s --invariant src/invariants.ts#deploysOnce',
      ),
    )
    .action(async (consumer: string, flags: ExploreFlags) => {
      const { explore } = await import('../explore.ts');
      await explore(consumer, flags);
    });
}

function toCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('wanted a whole number above zero');
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function toTime(text: string): number {
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text) ?? [];
  const time = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (time > 0) return time;
  throw new InvalidArgumentError('wanted a length of time with its unit, such as 10s');
}
