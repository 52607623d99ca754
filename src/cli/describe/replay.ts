import { type Command, InvalidArgumentError, Option } from 'commander';
import { AWS_STRATEGIES, BUSES } from '../../bus/bus-spec.ts';
import type { ReplayFlags } from '../replay.ts';
import { keepHeapSmall } from '../small-heap.ts';
import { example, seed } from './options.ts';

/** Describes `ecreplay replay`. */
export function describeReplay(root: Command): void {
  root
    .command('replay')
    .summary('deliver a recording to your consumers')
    .description(
      'Delivers the events of a recording to the consumers of the configuration, at the pace at which they arrived, and tells what consumers made of them: exit code 1 where one failed, where something was given up on, or where a consumer would have left the rehearsal.',
    )
    .argument('<recording>', 'a recording, or any file with an event or record a line, plain or packed')
    .addOption(new Option('--bus <name>', 'the bus to deliver on').choices(BUSES))
    .option('--endpoint <url>', 'where that bus is: a LocalStack that runs already, or what stands in for AWS')
    .option('--image <name>', 'the image that LocalStack is started from')
    .addOption(new Option('--strategy <name>', 'how a real account is reached').choices(AWS_STRATEGIES))
    .addOption(
      new Option('--allow <name>', 'targets of a real account that are sent to only when named').choices(['ssm']),
    )
    .option('--yes', 'also where names in a real account look like production')
    .option('--dry-run', 'print the calls to a real account, and make none')
    .option('--config <file>', 'the configuration; the nearest ecreplay.config.ts unless told')
    .option('--speed <number>', 'how many recorded seconds pass in one; 1 unless told', above0)
    .option('--rate <number/s>', 'deliver so many a second, whatever the gaps were', perSecond)
    .option('--topspeed', 'deliver as fast as possible')
    .option('--from <time>', 'what happened from then on, such as 2026-01-15T09:30:00Z, or 2h for two hours ago')
    .option('--to <time>', 'what happened before then')
    .option('--filter <pattern>', "only events that match, as JSON in EventBridge's pattern language")
    .option('--only-failures', 'only failed calls and actions, and dead letters')
    .addOption(
      new Option('--order <by>', 'by when it happened, or when it arrived')
        .choices(['event', 'arrival'])
        .default('arrival'),
    )
    .addOption(
      new Option('--time <how>', 'keep times, or shift them so that the first is now')
        .choices(['keep', 'shift'])
        .default('keep'),
    )
    .addOption(new Option('--ids <how>', 'keep ids, or draw new ones').choices(['keep', 'new']).default('keep'))
    .addOption(
      new Option(
        '--fault <fault>',
        "a fault as a scenario's delivery has it, such as 'duplicate: { chance: 0.2, after: 3s }'; overlap, and any fault with nth, takes 200,000 deliveries at most",
      )
        .argParser((text: string, before: readonly string[]) => [...before, text])
        .default([] as readonly string[], 'none'),
    )
    .addOption(seed())
    .option('--report <file>', 'write what happened to a page that shows it (.html), or for "ecreplay view" (.json)')
    .option('--json', 'print what came of it as JSON')
    .addHelpText(
      'after',
      example(
        'ecreplay replay incident.ndjson --speed 10',
        `ecreplay replay incident.ndjson --topspeed --fault 'reorder: { within: 10s }'`,
      ),
    )
    .action(async (recording: string, flags: ReplayFlags) => {
      keepHeapSmall();
      const { replay } = await import('../replay.ts');
      await replay(recording, flags);
    });
}

function above0(text: string): number {
  const number = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && number > 0) return number;
  throw new InvalidArgumentError('wanted a number above zero');
}

function perSecond(text: string): number {
  return above0(text.replace(/\/s$/, ''));
}
