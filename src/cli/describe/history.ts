import { type Command, InvalidArgumentError, Option } from 'commander';
import { FORMATS, type HistoryFlags } from '../history-flags.ts';
import { example, profile, seed } from './options.ts';

/** Describes `ecreplay history`. */
export function describeHistory(root: Command): void {
  root
    .command('history')
    .summary("print what would stand in CloudTrail's event history")
    .description(
      "Prints what a scenario, or a recording, would leave in CloudTrail's event history of its account and Region, the newest first, and nothing else: as a table, or as the console downloads it.",
    )
    .argument('<file>', 'a scenario file, or CloudTrail records as JSON, one a line or a log file of CloudTrail')
    .option(
      '--attribute <key=value>',
      'only events that have it: EventId, EventName, ReadOnly, Username, ResourceType, ResourceName, EventSource or AccessKeyId; one, as LookupEvents takes it',
      once,
    )
    .option('--start-time <time>', 'only events from then on, such as 2026-01-15T09:30:00Z')
    .option('--end-time <time>', 'only events until then')
    .addOption(new Option('--format <name>', 'how to print them').choices(FORMATS).default('table'))
    .addOption(seed())
    .addOption(profile())
    .addHelpText(
      'after',
      example(
        'ecreplay history scenarios/push.yaml --attribute EventName=PutImage',
        'ecreplay history scenarios/push.yaml --format csv > event_history.csv',
      ),
    )
    .action(async (file: string, flags: HistoryFlags) => {
      const { history } = await import('../history.ts');
      await history(file, flags);
    });
}

/** LookupEvents takes one attribute. */
function once(value: string, before: string | undefined): string {
  if (before === undefined) return value;
  throw new InvalidArgumentError('the event history is searched by one attribute at a time');
}
