import { type Command, Option } from 'commander';
import { AWS_STRATEGIES } from '../../bus/bus-spec.ts';
import type { PolicyFlags } from '../aws.ts';
import { example, toAccount } from './options.ts';

/** Describes `ecreplay aws policy`. */
export function describeAws(root: Command): void {
  const aws = root
    .command('aws')
    .summary('print what a real account has to allow')
    .description('What has to do with a real account.');
  aws
    .command('policy')
    .description(
      'Prints the IAM policy with the least that a strategy needs to deliver what the rules of the configuration match; with --record, that which recording from a source needs.',
    )
    .addOption(
      new Option('--strategy <name>', 'how the account is reached; as the configuration says unless told').choices(
        AWS_STRATEGIES,
      ),
    )
    .addOption(new Option('--account <id>', 'the account; as the configuration says unless told').argParser(toAccount))
    .option('--region <name>', 'the region; as the configuration says unless told')
    .option('--role <arn>', 'the role that clones are sent as; as the configuration says unless told')
    .option('--config <file>', 'the configuration; the nearest ecreplay.config.ts above this folder unless told')
    .option('--record <source>', 'for "ecreplay record" from this source')
    .option('--live', 'with --record: following a log group')
    .option('--delete', 'with --record: taking messages out of their queue')
    .option('--verify-digests', "with --record: holding CloudTrail's files against its digests")
    .addHelpText(
      'after',
      example(
        'ecreplay aws policy --strategy clone --account 123456789012 --region us-east-1',
        'ecreplay aws policy --record log-group:/ecr/events --account 123456789012 --region us-east-1',
      ),
    )
    .action(async (flags: PolicyFlags) => {
      const { policy } = await import('../aws.ts');
      await policy(flags);
    });
}
