import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ServeFlags } from '../serve.ts';
import { example, seed, toAccount } from './options.ts';

/** Describes `ecreplay serve`. */
export function describeServe(root: Command): void {
  root
    .command('serve')
    .summary('serve the embedded AWS to any language')
    .description(
      'Serves the embedded AWS on one port of this machine, for whatever reads AWS_ENDPOINT_URL. What the configuration names is there, and its consumers run when their rules match.',
    )
    .addOption(new Option('--port <number>', 'the port to listen on').argParser(toPort).default(4577))
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--config <file>', 'the configuration; the nearest ecreplay.config.ts above this folder unless told')
    .addOption(new Option('--clock <kind>', 'the time to go by').choices(['real', 'manual']).default('real'))
    .option(
      '--enforce-permissions',
      'let rules and topics send only where a resource policy or a role lets them, as AWS does; without it only policies that somebody has written count, because most tests make queues and functions without any',
    )
    .addOption(
      new Option(
        '--throttle <number>',
        'how many requests of PutEvents are taken in a second, as AWS has a quota for them; any number unless told',
      ).argParser(toCount),
    )
    .option('--verify-signatures', "refuse requests that are not signed with this environment's own credentials")
    .addOption(
      new Option('--allow-host <name>', 'another name under which this machine may be called; may be repeated')
        .argParser((name: string, before: readonly string[]) => [...before, name])
        .default([], 'none'),
    )
    .addOption(new Option('--account <id>', 'the account that is served').argParser(toAccount).default('123456789012'))
    .addOption(new Option('--region <name>', 'the region that is served').env('AWS_REGION').default('us-east-1'))
    .addOption(seed().default(1))
    .addHelpText('after', example('ecreplay serve --port 4577', 'ecreplay serve --clock manual'))
    .action(async (flags: ServeFlags) => {
      const { serve } = await import('../serve.ts');
      await serve(flags);
    });
}

function toCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('wanted a whole number above zero');
}

function toPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('wanted a number up to 65535');
}
