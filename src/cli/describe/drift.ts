import type { Command } from 'commander';
import type { DriftFlags } from '../drift.ts';
import { example } from './options.ts';

/** Describes `ecreplay drift`. */
export function describeDrift(root: Command): void {
  root
    .command('drift')
    .summary('find where AWS says something else than ecreplay')
    .description(
      'Works out what happened in a recording, makes ecreplay say it, and lists by key path where real records differ: members that are new or gone, other values, ids and times that look otherwise, another order. Ends with 0 where nothing differs, else with 1.',
    )
    .argument('<recording>', 'a recording, or a file with one event or record a line')
    .option('--json', 'print one JSON object')
    .addHelpText('after', example('ecreplay drift last-night.ndjson'))
    .action(async (file: string, flags: DriftFlags) => {
      const { drift } = await import('../drift.ts');
      await drift(file, flags);
    });
}
