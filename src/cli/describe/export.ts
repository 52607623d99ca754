import { type Command, Option } from 'commander';
import { ENVELOPES } from '../../export/envelope.ts';
import { type ExportFlags, FORMS } from '../export-flags.ts';
import { example, profile, seed } from './options.ts';

/** Describes `ecreplay export`. */
export function describeExport(root: Command): void {
  root
    .command('export')
    .summary('write the events of scenarios as fixtures, or as Lambda test events')
    .description(
      "Writes the events of scenarios as JSON files, one an event, under names that stay when a step is added; or as Lambda's shareable test events, a schema for EventBridge's registry lambda-testevent-schemas.",
    )
    .argument('<paths...>', 'scenario files, or folders of them')
    .requiredOption('-o, --output <folder>', 'the folder to write to')
    .addOption(new Option('--as <form>', 'what to write').choices(FORMS).default('fixtures'))
    .option('--function <name>', 'the function whose test events these are')
    .option('--event <which>', 'only the events that match an event pattern, or have a detail type')
    .addOption(
      new Option('--envelope <way>', 'put each event into what a function is given on this way').choices(ENVELOPES),
    )
    .option(
      '--all-management-events',
      'also the Get, List and Describe events that only a rule in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS sees',
    )
    .addOption(seed())
    .addOption(profile())
    .addHelpText(
      'after',
      example(
        'ecreplay export scenarios -o test/events --envelope sqs',
        'ecreplay export scenarios/push.yaml -o . --as test-events --function deployer --event "ECR Image Action"',
      ),
    )
    .action(async (paths: readonly string[], flags: ExportFlags) => {
      const { exportScenarios } = await import('../export.ts');
      await exportScenarios(paths, flags);
    });
}
