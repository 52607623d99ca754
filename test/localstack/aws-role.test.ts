import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, vi } from 'vitest';
import { openAwsBus } from '../../src/bus/aws/aws-bus.ts';
import type { Fidelity } from '../../src/bus/bus.ts';
import { type Clients, openClients } from '../../src/bus/remote/clients.ts';
import type { Consumer } from '../../src/consumer/consumer.ts';
import { placeOfTarget, type Rule } from '../../src/rule/rule.ts';
import { openProxy } from '../aws/proxy.ts';
import { keepsTheBusContract, type OpenedBus } from '../contract/bus.ts';

const endpoint = process.env['ECREPLAY_LOCALSTACK'] ?? '';
const region = 'us-east-2';

vi.setConfig({ testTimeout: 60_000 });

/** What LocalStack itself does otherwise, or not at all, when it is sent to from here or by its own rules. */
const LACKS: Readonly<Record<'invoke' | 'clone', Partial<Record<Fidelity, string>>>> = {
  invoke: {},
  clone: {
    'run-command': 'sends no command from a rule of LocalStack',
    'ecs-task': 'finds no ECS on LocalStack',
    'api-destination': 'finds no API destination by the name of the configuration',
    'input-transformer': 'puts no number into a text where LocalStack is to do so',
  },
};

let opened = 0;

/** Accounts are told apart by the digits of the access key, and none is used twice. */
function nextAccount(): string {
  opened += 1;
  return `${String(Date.now()).slice(-9)}${String(opened).padStart(3, '0')}`;
}

/** What a real account puts in front: nobody but AWS says anything in the name of AWS. */
async function openGate() {
  return openProxy(endpoint, (operation, body) => {
    if (operation !== 'PutEvents' || !body.includes('"Source":"aws.')) return 'pass';
    const { Entries } = JSON.parse(body) as { readonly Entries: readonly object[] };
    const refused = { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
    return {
      status: 200,
      body: JSON.stringify({ FailedEntryCount: Entries.length, Entries: Entries.map(() => refused) }),
    };
  });
}

/** Makes what rules name, as the owner of an account has made it long before. */
async function furnish(rules: readonly Rule[], clients: Clients): Promise<void> {
  for (const { kind, name } of rules.flatMap(({ targets }) => targets.map((target) => placeOfTarget(target)!))) {
    if (kind === 'queue') await (await clients.open('sqs')).createQueue({ QueueName: name });
    if (kind === 'logGroup') await (await clients.open('cloudwatch-logs')).createLogGroup({ logGroupName: name });
    if (kind === 'bus') await (await clients.open('eventbridge')).createEventBus({ Name: name });
  }
}

/** The buses and queues that only a run can have made. */
async function madeByRuns(clients: Clients): Promise<readonly string[]> {
  const { EventBuses = [] } = await (await clients.open('eventbridge')).listEventBuses({ NamePrefix: 'ecreplay-' });
  const { QueueUrls = [] } = await (await clients.open('sqs')).listQueues({ QueueNamePrefix: 'ecreplay-' });
  return [...EventBuses.map(({ Name = '' }) => Name), ...QueueUrls];
}

async function open(
  strategy: 'invoke' | 'clone',
  rules: readonly Rule[],
  consumers: ReadonlyMap<string, Consumer>,
): Promise<OpenedBus> {
  const account = nextAccount();
  const state = mkdtempSync(join(tmpdir(), 'ecreplay-role-'));
  vi.stubEnv('ECREPLAY_STATE', state);
  vi.stubEnv('AWS_ACCESS_KEY_ID', account);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'none');
  const gate = await openGate();
  const clients = openClients({ region, endpoint: gate.url });
  const close = async (): Promise<void> => {
    const left = [...(await madeByRuns(clients)), ...readdirSync(state).filter((name) => name.endsWith('.ndjson'))];
    clients[Symbol.dispose]();
    await gate[Symbol.asyncDispose]();
    rmSync(state, { recursive: true });
    vi.unstubAllEnvs();
    if (left.length > 0) throw new Error(`The bus has left behind ${left.join(', ')}`);
  };
  try {
    await furnish(rules, clients);
    const bus = await openAwsBus(
      {
        kind: 'aws',
        strategy,
        account,
        region,
        endpoint: gate.url,
        allow: ['ssm'],
        role: `arn:aws:iam::${account}:role/r`,
      },
      { scenario: 'contract', rules, consumers, owner: { account, region } },
    );
    return {
      ...bus,
      cannot: { ...LACKS[strategy], ...bus.cannot },
      world: { clients, endpoint, standIn: (arn) => Promise.resolve(arn) },
      [Symbol.asyncDispose]: async () => {
        await bus[Symbol.asyncDispose]();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

describe.skipIf(endpoint === '').each(['invoke', 'clone'] as const)(
  'LocalStack in the role of AWS (set ECREPLAY_LOCALSTACK to an endpoint), by %s',
  (strategy) => {
    keepsTheBusContract((rules, consumers) => open(strategy, rules, consumers));
  },
);
