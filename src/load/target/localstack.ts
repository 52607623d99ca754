import { randomBytes } from 'node:crypto';
import type { LocalStackSpec } from '../../bus/bus-spec.ts';
import { openHost } from '../../bus/localstack/host.ts';
import { type Clients, openClients } from '../../bus/remote/clients.ts';
import { remoteProblem } from '../../bus/remote/failure.ts';
import { type Holdings, openHoldings } from '../../bus/remote/holdings.ts';
import { openLedger } from '../../bus/remote/ledger.ts';
import { PREFIX, tagList, tagsOf } from '../../bus/remote/resource.ts';
import type { Setup } from '../../rehearse/setup.ts';
import { ruleText } from '../../rule/compile.ts';
import { observeQueue } from '../observe/queue.ts';
import { localKeyring } from '../publish/keyring.ts';
import type { OpenTarget } from './target.ts';

/** What LocalStack is to be for a run. */
export interface Staging {
  readonly spec: LocalStackSpec;
  readonly setup: Pick<Setup, 'rules'>;
  readonly account: string;
  readonly region: string;
}

/** What every event matches, where a configuration has no rules. */
const EVERYTHING = '{"version":["0"]}';

/**
 * LocalStack, with the rules of the configuration on its default bus. Each sends to one queue in place of its targets, and that is watched:
 * what a run says is what LocalStack does, and nothing of the consumers.
 */
export async function openLocalStack({ spec, setup, account, region }: Staging): Promise<OpenTarget> {
  const host = openHost();
  const { endpoint = '' } = await host.prepare(spec);
  const clients = openClients({ region, endpoint, credentials: { accessKeyId: account, secretAccessKey: 'ecreplay' } });
  const run = `${host.run}-${randomBytes(3).toString('hex')}`;
  const holdings = openHoldings(openLedger(run, { bus: 'localstack', account, region, endpoint }), clients);

  async function close(): Promise<void> {
    try {
      await holdings[Symbol.asyncDispose]();
    } finally {
      clients[Symbol.dispose]();
      await host[Symbol.asyncDispose]();
    }
  }

  try {
    const url = await stage(setup, { clients, holdings, prefix: `${PREFIX}${run}`, account, region });
    const observer = await observeQueue(url, openClients(clients.reach));
    return {
      keyring: localKeyring(endpoint, account, {}),
      region,
      observers: [observer],
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw remoteProblem('set LocalStack up', error, endpoint);
  }
}

/** Makes the queue and the rules; tells the queue's URL. */
async function stage(
  { rules }: Pick<Setup, 'rules'>,
  {
    clients,
    holdings,
    prefix,
    account,
    region,
  }: {
    readonly clients: Clients;
    readonly holdings: Holdings;
    readonly prefix: string;
    readonly account: string;
    readonly region: string;
  },
): Promise<string> {
  const tags = tagsOf(holdings.run, Date.now());
  const [sqs, events] = await Promise.all([clients.open('sqs'), clients.open('eventbridge')]);
  const { QueueUrl = '' } = await holdings.make({ kind: 'queue', name: prefix }, () =>
    sqs.createQueue({ QueueName: prefix, tags }),
  );
  const patterns = new Set(rules.filter(({ state }) => state !== 'DISABLED').map(ruleText));
  for (const [index, EventPattern] of [...(patterns.size === 0 ? [EVERYTHING] : patterns)].entries()) {
    const Name = `${prefix}-${index}`;
    await holdings.make({ kind: 'rule', name: Name, bus: 'default' }, () =>
      events.putRule({ Name, EventPattern, Tags: tagList(tags) }),
    );
    await events.putTargets({
      Rule: Name,
      Targets: [{ Id: 'queue', Arn: `arn:aws:sqs:${region}:${account}:${prefix}` }],
    });
  }
  return QueueUrl;
}
