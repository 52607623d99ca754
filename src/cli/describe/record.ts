import type { Command } from 'commander';
import type { RecordFlags } from '../record.ts';
import { example, toAccount } from './options.ts';

/** Describes `ecreplay record`. */
export function describeRecord(root: Command): void {
  root
    .command('record')
    .summary('write down what AWS really said, redacted')
    .description(
      'Writes the events and records of a source to a recording, redacted. What is interrupted goes on when the same command is given again, and nothing is written twice. Only what is named is contacted: the account and the Region by --account and --region, or by an ARN.',
    )
    .argument(
      '<source>',
      'files, a folder, or "-"; log-group:NAME, s3://BUCKET/PREFIX, event-history, archive:NAME, queue:NAME (dead letters), bus:NAME (listens), or the ARN of one',
    )
    .requiredOption('-o, --output <file>', 'where to write it, packed as its name asks (.gz, .zst)')
    .option('--overwrite', 'also over a file that is there')
    .option('--account <id>', 'the account; nothing is read of another', toAccount)
    .option('--region <name>', 'the Region')
    .option('--endpoint <url>', 'what stands in for AWS: ecreplay serve, or LocalStack')
    .option('--from <time>', 'what happened from then on, such as 2026-01-15T09:30:00Z, or 2h for two hours ago')
    .option('--to <time>', 'what happened before then')
    .option('--live', 'follow a log group as it is written')
    .option('--for <duration>', 'how long to follow, or to listen on a bus; until it is interrupted unless told')
    .option('--filter-pattern <pattern>', "only lines of a log group that match, in CloudWatch Logs' own language")
    .option('--pattern <json>', 'only events of a bus that match')
    .option('--attribute <key=value>', 'only entries of the event history that have it, as LookupEvents takes it')
    .option('--verify-digests', "hold CloudTrail's log files against its digests: exit code 1 where one differs")
    .option('--delete', 'take messages out of the queue once they are on the disk')
    .option('--key <file>', 'a key to redact with, so that other files become alike; otherwise one that nobody learns')
    .option('--repositories', 'redact also the names of repositories')
    .option('--tags', 'redact also the tags of images')
    .option('--digests', 'redact also the digests of images and layers')
    .option('--no-redact', 'leave everything as AWS said it')
    .addHelpText(
      'after',
      example(
        'ecreplay record log-group:/aws/events/ecr --account 123456789012 --region us-east-2 --from 2h -o incident.ndjson',
        'ecreplay record queue:deploys-dlq --account 123456789012 --region us-east-2 -o dead.ndjson.zst',
        'aws logs filter-log-events --log-group-name /aws/events/ecr | ecreplay record - -o incident.ndjson',
      ),
    )
    .action(async (source: string, flags: RecordFlags) => {
      const { record } = await import('../record.ts');
      await record(source, flags);
    });
}
