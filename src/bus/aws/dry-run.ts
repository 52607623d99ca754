import type { Call, Intercept } from '../remote/clients.ts';
import type { Ledger } from '../remote/ledger.ts';
import type { AwsSpec } from '../bus-spec.ts';

/** What only looks, and therefore may be asked in a dry run too. */
const LOOKS = /^(?:Get|List|Describe|Filter|Test)/;

/** A ledger of what is not made. */
export function blankLedger(run: string): Ledger {
  return { run, file: '', enter: () => {}, strike: () => {}, sending: () => {}, sent: () => {} };
}

/**
 * Prints each call that would change or send something, word by word, and answers as AWS would. Calls that only look are made; what they
 * would say of something that the run only seems to have made is answered here too.
 */
export function dryRun(
  { region, account }: Pick<AwsSpec, 'region' | 'account'>,
  print: (line: string) => void,
): Intercept {
  const queues = new Map<string, string>();
  const targets = new Map<string, readonly { readonly Id?: string }[]>();
  const polled = new Set<string>();

  function remembered({ operation, input }: Call): object | undefined {
    const { QueueName = '', Rule = '' } = input as { readonly QueueName?: string; readonly Rule?: string };
    if (operation === 'GetQueueUrl' && queues.has(QueueName)) return { QueueUrl: queues.get(QueueName) };
    if (operation === 'ListTargetsByRule' && targets.has(Rule)) return { Targets: targets.get(Rule) };
    return undefined;
  }

  function answer({ operation, input }: Call): object {
    const given = input as {
      readonly QueueName?: string;
      readonly Rule?: string;
      readonly Targets?: readonly { readonly Id?: string }[];
      readonly Entries?: readonly object[];
    };
    switch (operation) {
      case 'CreateQueue': {
        const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/${given.QueueName ?? ''}`;
        queues.set(given.QueueName ?? '', QueueUrl);
        return { QueueUrl };
      }
      case 'PutTargets':
        targets.set(given.Rule ?? '', given.Targets ?? []);
        return { FailedEntryCount: 0, FailedEntries: [] };
      case 'PutEvents':
        return { FailedEntryCount: 0, Entries: (given.Entries ?? []).map(() => ({ EventId: crypto.randomUUID() })) };
    }
    return {};
  }

  return async (call, send) => {
    if (LOOKS.test(call.operation)) return remembered(call) ?? send();
    if (call.operation === 'ReceiveMessage') {
      // A poll goes on and on, and is told once.
      const key = JSON.stringify(call.input);
      if (polled.has(key)) await new Promise((resolve) => void setTimeout(resolve, 100));
      else print(lineOf(call));
      polled.add(key);
    } else print(lineOf(call));
    return { $metadata: {}, ...answer(call) };
  };
}

function lineOf({ service, operation, input }: Call): string {
  return `${service}:${operation} ${JSON.stringify(input, readably)}`;
}

/** Bytes, which JSON has no form for, as the text that they are. */
function readably(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { type, data } = value as { readonly type?: unknown; readonly data?: unknown };
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data as number[]).toString() : value;
}
