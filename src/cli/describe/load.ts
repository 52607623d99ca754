import { type Command, InvalidArgumentError, Option } from 'commander';
import { toSeed } from '../own-flags.ts';
import type { LoadFlags } from '../load.ts';
import type { MergeFlags } from '../load-merge.ts';
import { example } from './options.ts';

/** Describes `ecreplay load` and `load merge`. */
export function describeLoad(root: Command): void {
  const load = root
    .command('load')
    .summary('drive a consumer with many events, and read where it bends')
    .description(
      'Sends the events of scenarios at the rates of a plan, whatever the consumer makes of them, and measures: latency from the moment that an event was due, what was lost, what came twice. A scenario with --rate is a plan, too. Exit code 4 where a threshold is broken or the stop rule of the plan has ended it; 3 where the run is void, because it says nothing about the consumer: the generator did not keep up, or part of it is missing.',
    )
    .argument('<plan>', 'a load plan, or a scenario')
    .option('--rate <rate>', 'a constant rate instead of the phases of the plan, such as 100 or 6000/m')
    .option('--duration <time>', 'how long that rate is held; 30s unless told')
    .option(
      '--threshold <threshold>',
      "what has to hold, instead of the plan's, such as 'p99 < 250ms'; may be repeated",
      more,
    )
    .option('--settle <time>', 'how long is waited for what has not arrived when the last event was due')
    .addOption(
      new Option('--bus <name>', 'the bus that the configuration is set up on').choices(['embedded', 'localstack']),
    )
    .option(
      '--endpoint <url>',
      'where EventBridge is: with --bus localstack that LocalStack, else a bus as it is there',
    )
    .option('--consumer <name>', 'one consumer of the configuration instead of a bus')
    .option(
      '--find-limit',
      'search for the highest rate that keeps the thresholds, from --rate on, each held for --duration; 10s unless told',
    )
    .option('--shard <i/n>', 'run the ith of n parts of the schedule, such as 3/8')
    .option('--start-at <time>', 'the common start of all shards, such as 2026-01-15T09:30:00Z')
    .option('--run <name>', 'what tells the events of this run from those of others; the same for all shards')
    .addOption(new Option('--tps <number>', 'send so many requests a second at most').argParser(toCount))
    .addOption(
      new Option('--workers <number>', 'threads that send; as many as the rate needs unless told').argParser(toWorkers),
    )
    .option('-o, --out <file>', 'write the result, for "load merge" and --against')
    .option('--report <file>', 'write a page with pictures of the run')
    .option('--against <file>', 'the result of an earlier run, which the page compares with')
    .option('--json', 'print a line of JSON a second, and the result as the last')
    .option('--prometheus <place>', 'tell Prometheus how the run stands: a port, or a file')
    .option('--otel', 'tell an OpenTelemetry collector how the run stands')
    .addOption(
      new Option('--seed <seed>', "draw arrivals, the mix and names from this seed instead of the plan's").argParser(
        toSeed,
      ),
    )
    .option('--config <file>', 'the configuration; the nearest ecreplay.config.ts above the plan unless told')
    .addHelpText(
      'after',
      example(
        'ecreplay load scenarios/pushes.load.yaml --report report.html',
        "ecreplay load scenarios/push.yaml --rate 200 --duration 10s --threshold 'p99 < 250ms' --threshold 'lost = 0'",
        'ecreplay load scenarios/pushes.load.yaml --shard 1/2 --start-at 2026-01-15T09:30:00Z -o 1.json',
      ),
    )
    .action(async (plan: string, flags: LoadFlags) => {
      const { load: run } = await import('../load.ts');
      await run(plan, flags);
    });
  load
    .command('merge')
    .summary('add up the results of shards')
    .description(
      'Adds up the results of the shards of one run: the same counts and histograms as if one process had been all of them. Where one is missing the run is void, unless --partial says that this is meant.',
    )
    .argument('<results...>', 'results that "load --out" wrote, or folders of them')
    .option('-o, --out <file>', 'write what they come to')
    .option('--report <file>', 'write a page with pictures of the run')
    .option('--against <file>', 'the result of an earlier run, which the page compares with')
    .option('--partial', 'the shards that are missing are meant to be')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', example('ecreplay load merge results/*.json -o result.json --report report.html'))
    .action(async (results: readonly string[], _: MergeFlags, command: Command) => {
      const { loadMerge } = await import('../load-merge.ts');
      // The parent has flags of the same names, which commander gives to whoever reads them first.
      await loadMerge(results, command.optsWithGlobals<MergeFlags>());
    });
}

function more(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function toCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('wanted a whole number above zero');
}

/** As many as there are connections for them. Each takes some 10 MB: a slip of the pen would take all that the machine has. */
function toWorkers(text: string): number {
  if (/^[1-9]\d?$/.test(text) && Number(text) <= 64) return Number(text);
  throw new InvalidArgumentError('wanted a whole number from 1 to 64');
}
