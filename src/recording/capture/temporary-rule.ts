import type { Message } from '@aws-sdk/client-sqs';
import { type Drain, drain } from '../../bus/remote/drain.ts';
import { type Holdings, openHoldings } from '../../bus/remote/holdings.ts';
import { openLedger } from '../../bus/remote/ledger.ts';
import { letRulesIn } from '../../bus/remote/queue-policy.ts';
import { PREFIX, tagList, tagsOf } from '../../bus/remote/resource.ts';
import { seeded } from '../../random.ts';
import { Problem } from '../../problem.ts';
import type { Reach } from './reach.ts';

/** A rule and a queue of ours on somebody's bus. They are gone once it is disposed of, and `ecreplay clean` finds them if it never is. */
export interface TemporaryRule extends AsyncDisposable {
  readonly arn: string;
  /** Begins the name of whatever else is made. */
  readonly prefix: string;
  readonly holdings: Holdings;
  /** What has come since it was last asked for. Waits for something, but no longer than that. Throws what the queue has failed with. */
  take(atMost: number): Promise<readonly Message[]>;
}

/** Makes a rule on a bus and a queue that it sends to, so that nobody's own messages are taken. */
export async function openTemporaryRule(
  bus: string,
  pattern: (prefix: string) => string,
  { where, clients, clock, attempt }: Reach,
): Promise<TemporaryRule> {
  const { account, region, endpoint } = where;
  const run = `record-${seeded(crypto.randomUUID()).hex(8)}`;
  const holdings = openHoldings(openLedger(run, { bus: 'aws', account, region, endpoint }), clients);
  const name = `${PREFIX}${run}`;
  const arn = `arn:aws:events:${region}:${account}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`;
  const queueArn = `arn:aws:sqs:${region}:${account}:${name}`;
  const tags = tagsOf(run, clock.now());
  const come: Message[] = [];
  let told = (): void => {};
  let failure: { readonly error: unknown } | undefined;
  let drained: Drain | undefined;

  async function close(): Promise<void> {
    await drained?.stop();
    await holdings[Symbol.asyncDispose]();
  }

  try {
    await attempt(`listen on the bus "${bus}"`, async () => {
      const queues = await clients.open('sqs');
      const { QueueUrl = '' } = await holdings.make({ kind: 'queue', name }, () =>
        queues.createQueue({
          QueueName: name,
          Attributes: { MessageRetentionPeriod: '86400', VisibilityTimeout: '60', Policy: letRulesIn(queueArn, arn) },
          tags: { ...tags },
        }),
      );
      const events = await clients.open('eventbridge');
      await holdings.make({ kind: 'rule', name, bus }, () =>
        events.putRule({ Name: name, EventBusName: bus, EventPattern: pattern(name), Tags: tagList(tags) }),
      );
      const { FailedEntries = [] } = await events.putTargets({
        Rule: name,
        EventBusName: bus,
        Targets: [{ Id: 'ecreplay-record', Arn: queueArn }],
      });
      const [failed] = FailedEntries;
      if (failed !== undefined)
        throw new Problem('CONFIG_INVALID', `Cannot listen on the bus "${bus}": ${failed.ErrorMessage ?? ''}`);
      drained = drain(queues, QueueUrl, {
        take: (message) => {
          come.push(message);
          told();
        },
        failed: (error) => {
          failure = { error };
          told();
        },
        ...(endpoint !== undefined && { wait: 1 }),
      });
    });
  } catch (error) {
    await close();
    throw error;
  }

  return {
    arn,
    prefix: name,
    holdings,
    take: async (atMost) => {
      if (come.length === 0 && failure === undefined) {
        await Promise.race([new Promise<void>((resolve) => (told = resolve)), clock.sleep(atMost)]);
      }
      const { error } = failure ?? {};
      if (failure !== undefined && come.length === 0)
        await attempt('read what the bus has sent', () => Promise.reject(error));
      return come.splice(0);
    },
    [Symbol.asyncDispose]: close,
  };
}
