import { type Command, Option } from 'commander';
import { CHANNELS, type EmitFlags, STAGES } from '../emit-flags.ts';
import { example, profile, seed } from './options.ts';

/** Describes `ecreplay emit`. */
export function describeEmit(root: Command): void {
  root
    .command('emit')
    .summary('print what AWS would say, one record or event a line')
    .description(
      'Prints the CloudTrail records and EventBridge events of a scenario, one a line in order of time, and nothing else.',
    )
    .argument('<file>', 'a scenario file')
    .addOption(new Option('--channel <name>', 'only what travels this way').choices(CHANNELS))
    .addOption(new Option('--stage <name>', 'what to print').choices(STAGES).default('emission'))
    .addOption(seed())
    .addOption(profile())
    .option(
      '--all-management-events',
      'also the Get, List and Describe events that only a rule in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS sees',
    )
    .addHelpText('after', example('ecreplay emit scenarios/push.yaml --channel eventbridge | jq .detail'))
    .action(async (file: string, flags: EmitFlags) => {
      const { emit } = await import('../emit.ts');
      await emit(file, flags);
    });
}
