import { type Command, Option } from 'commander';
import type { CleanFlags } from '../clean.ts';
import { example, toAccount } from './options.ts';

/** Describes `ecreplay clean`. */
export function describeClean(root: Command): void {
  root
    .command('clean')
    .summary('take away what killed runs have left on LocalStack or in an account')
    .description(
      'Takes away the buses, rules, queues and containers of runs on this machine that were killed before they could do so themselves. With an endpoint it looks there too, by the tags that each run gives.',
    )
    .option('--endpoint <url>', 'also look on the LocalStack there')
    .addOption(new Option('--account <id>', 'as this account of it').argParser(toAccount).default('123456789012'))
    .addOption(new Option('--region <name>', 'in this region of it').env('AWS_REGION').default('us-east-1'))
    .option('--all', 'there, also what a run on another machine may still need')
    .addHelpText('after', example('ecreplay clean', 'ecreplay clean --endpoint http://127.0.0.1:4566 --all'))
    .action(async (flags: CleanFlags) => {
      const { clean } = await import('../clean.ts');
      await clean(flags);
    });
}
