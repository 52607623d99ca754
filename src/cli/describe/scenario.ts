import type { Command } from 'commander';
import type { ScenarioFlags } from '../scenario.ts';
import { example, toDuration } from './options.ts';

/** Describes `ecreplay scenario`. */
export function describeScenario(root: Command): void {
  root
    .command('scenario')
    .summary('work out a scenario from a recording')
    .description(
      'Prints the scenario that explains a recording: its steps make AWS say what was recorded, up to ids and times. What no step explains is quoted word for word, and named with its line. At most 20,000 lines or 128 MiB are looked at; of a longer recording, --around says which.',
    )
    .argument('<recording>', 'a recording, or a file with one event or record a line')
    .option('--around <id>', 'only what happened around the event, record or arrival with this id')
    .option('--within <duration>', 'with --around: how far before and after it', toDuration, '10m')
    .option('-o, --output <file>', 'where to write the scenario, unless to the terminal')
    .option('--fails <consumer>', 'cut it down to the smallest piece with which this consumer still fails the same way')
    .option(
      '--role <name>',
      'with --fails: the role or session whose records show what AWS answered to its calls; the name of the consumer unless told',
    )
    .option('--config <file>', 'with --fails: the configuration that has the consumer')
    .addHelpText(
      'after',
      example(
        'ecreplay scenario incident.ndjson -o scenarios/incident.yaml',
        'ecreplay scenario incident.ndjson --fails deployer -o scenarios/incident.yaml',
      ),
    )
    .action(async (file: string, flags: ScenarioFlags) => {
      const { scenario } = await import('../scenario.ts');
      await scenario(file, flags);
    });
}
