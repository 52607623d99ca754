import type { Command } from 'commander';
import type { DiffFlags } from '../diff.ts';
import { example, toDuration } from './options.ts';

/** Describes `ecreplay diff`. */
export function describeDiff(root: Command): void {
  root
    .command('diff')
    .summary('compare two recordings or runs')
    .description(
      'Aligns two recordings, or runs that were saved as JSON, by what they say (repository, digest, operation), and prints what is missing, extra, different or late in the second; ids and times do not count. Ends with 0 where they are equal, else with 1.',
    )
    .argument('<a>', 'a recording, what emit has printed, a log file of CloudTrail, or a saved run')
    .argument('<b>', 'the one that it is compared with')
    .option('--late <duration>', 'how much later or earlier the same may come', toDuration, '1m')
    .option('--json', 'print one JSON object')
    .addHelpText('after', example('ecreplay diff monday.ndjson tuesday.ndjson'))
    .action(async (a: string, b: string, flags: DiffFlags) => {
      const { diff } = await import('../diff.ts');
      await diff(a, b, flags);
    });
}
