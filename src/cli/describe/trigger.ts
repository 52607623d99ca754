import type { Command } from 'commander';
import type { TriggerFlags } from '../trigger.ts';
import { example, profile, seed } from './options.ts';

/** Describes `ecreplay trigger`. */
export function describeTrigger(root: Command): void {
  const also = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  root
    .command('trigger')
    .summary('send one event, changed as you like')
    .description(
      'Makes one event as AWS words it, of a flow or of a scenario file, changes it, and prints it or sends it to one place. Without a flow it lists them. Nothing leaves this machine unless an address, an endpoint or --aws says so.',
    )
    .argument('[flow]', 'a flow such as push, scan-findings or delete, or a scenario file')
    .option('--set <path=value>', 'set a member of the event, the value as JSON or a text; may be repeated', also, [])
    .option('--remove <path>', 'remove a member of the event, such as detail.image-tag; may be repeated', also, [])
    .option('--event <which>', 'which event of the flow: its number, an event pattern or a detail type')
    .option('--list', 'list the events of the flow, the one that is meant with a star')
    .option('--raw', 'the detail alone, without the envelope of EventBridge')
    .option(
      '--to <place>',
      'where it goes: a URL, an ARN, queue:NAME, function:NAME, bus:NAME, topic:ARN, or a consumer of the configuration',
      'stdout',
    )
    .option('--endpoint <url>', 'the AWS that queues, functions, buses and topics are in; AWS_ENDPOINT_URL unless told')
    .option('--aws', 'these are in a real account, that of the credentials')
    .option('--config <file>', 'the configuration; the nearest ecreplay.config.ts above this folder unless told')
    .addOption(seed())
    .addOption(profile())
    .addHelpText(
      'after',
      example(
        'ecreplay trigger push --set detail.image-tag=v2',
        'ecreplay trigger push --remove detail.image-tag --to deployer',
        'ecreplay trigger scan-findings --to queue:findings --endpoint http://127.0.0.1:4577',
      ),
    )
    .action(async (flow: string | undefined, flags: TriggerFlags) => {
      const { trigger } = await import('../trigger.ts');
      await trigger(flow, flags);
    });
}
