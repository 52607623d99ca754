import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ECS } from '@aws-sdk/client-ecs';
import { expect, vi } from 'vitest';
import type { Fidelity } from '../../../src/bus/bus.ts';
import type { Resources } from '../../../src/bus/resource/resources.ts';
import type { BusEvent } from '../../../src/eventbridge/event.ts';
import type { Rule } from '../../../src/rule/rule.ts';
import { deliverAll, delivery, EVERYTHING, type OpenBus, PUSH, type World } from './bed.ts';

/** A promise that a bus may be unable to keep, and what shows whether it does. */
export interface Probe {
  /** In the present tense, as the name of its test. */
  readonly claim: string;
  /** Rejects where the promise is not kept. */
  readonly holds: (open: OpenBus) => Promise<void>;
}

/** A probe for every kind of fidelity: no bus may say that it cannot do what nobody has tried there. */
export const PROBES: Readonly<Record<Fidelity, Probe>> = {
  'event-source': { claim: 'keeps the source the event was emitted with', holds: keeps('source') },
  'event-id': { claim: 'keeps the id of the event', holds: keeps('id') },
  'event-account': { claim: 'keeps the account of the event', holds: keeps('account') },
  'event-region': { claim: 'keeps the region of the event', holds: keeps('region') },
  'event-time': { claim: 'keeps the time of the event', holds: keeps('time') },
  'event-members': {
    claim: 'adds no member to the event',
    holds: async (open) => {
      const { events } = await deliverAll(open, {});
      expect(events.map((event) => Object.keys(event))).toEqual([Object.keys(PUSH)]);
    },
  },
  'arrival-order': { claim: 'calls consumers in the order of arrival', holds: keepsTheOrder },
  'rule-state': {
    claim: 'shows Get, List and Describe calls only to rules in the state for them, and nothing to a disabled rule',
    holds: heedsStates,
  },
  retry: { claim: 'calls a failing consumer three times in all, as Lambda does', holds: retriesFunctions },
  'retry-policy': {
    claim: 'sends again to a target that was busy, within its retry policy',
    holds: (open) =>
      withEndpoint([503, 200], async (url, calls) => {
        await deliverAll(open, calling(url));
        expect(calls).toHaveLength(2);
      }),
  },
  'dead-letter': {
    claim: 'puts an event whose input cannot be made into the queue for dead letters, as it was',
    holds: buries,
  },
  'input-transformer': {
    claim: 'writes a number into the text of an input template',
    holds: async (open) => {
      const inputTransformer = { inputPathsMap: { n: '$.detail.layers' }, inputTemplate: '"<n> layers"' };
      const rules = [{ ...EVERYTHING, targets: [{ consumer: 'listener', inputTransformer }] }];
      const event = { ...PUSH, detail: { ...PUSH.detail, layers: 3 } };
      const { seen } = await deliverAll(open, { rules, deliveries: [delivery(event)] });
      expect(seen).toEqual(['"3 layers"']);
    },
  },
  'run-command': { claim: 'sends a command to the instances that a rule names', holds: sendsCommands },
  'ecs-task': { claim: 'starts a task', holds: startsTasks },
  'api-destination': {
    claim: 'calls an API destination',
    holds: (open) =>
      withEndpoint([200], async (url, calls) => {
        await deliverAll(open, calling(url));
        expect(calls.map((body) => (JSON.parse(body) as BusEvent).detail)).toEqual([PUSH.detail]);
      }),
  },
  'log-time': { claim: 'writes an event into a log group with its own time', holds: keepsTheTimeOfLogs },
  'forwarded-time': {
    claim: 'hands an event on to another bus with its own time',
    holds: async (open) => {
      const rules: readonly Rule[] = [
        { ...EVERYTHING, name: 'forward', targets: [{ bus: 'other' }] },
        { ...EVERYTHING, bus: 'other' },
      ];
      const { events } = await deliverAll(open, { rules });
      expect(events.map(({ time }) => time)).toEqual([PUSH.time]);
    },
  },
};

function keeps(member: keyof BusEvent): Probe['holds'] {
  return async (open) => {
    const { events } = await deliverAll(open, {});
    expect(events.map((event) => event[member])).toEqual([PUSH[member]]);
  };
}

async function keepsTheOrder(open: OpenBus): Promise<void> {
  const tags = ['1', '2', '3', '4', '5'];
  const deliveries = tags.map((tag) =>
    delivery({ ...PUSH, id: `event-${tag}`, detail: { ...PUSH.detail, 'image-tag': tag } }),
  );
  const { events } = await deliverAll(open, { deliveries });
  expect(events.map(({ detail }) => detail['image-tag'])).toEqual(tags);
}

async function heedsStates(open: OpenBus): Promise<void> {
  const rules: readonly Rule[] = [
    { ...EVERYTHING, name: 'off', state: 'DISABLED' },
    { ...EVERYTHING, name: 'plain', state: 'ENABLED' },
    { ...EVERYTHING, name: 'all', state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' },
  ];
  const reading = delivery({ ...PUSH, id: 'reading' }, { reaches: 'all' });
  const { receipts } = await deliverAll(open, { deliveries: [delivery(), reading], rules });
  expect(receipts.map(({ matched }) => matched)).toEqual([['plain', 'all'], ['all']]);
}

async function retriesFunctions(open: OpenBus): Promise<void> {
  const outcome = { kind: 'threw', error: { name: 'Error', message: 'no' } } as const;
  const { receipts } = await deliverAll(open, { outcome });
  expect(receipts[0]?.invocations).toHaveLength(3);
}

async function buries(open: OpenBus): Promise<void> {
  // A list in the quotes of a text makes no JSON.
  const inputTransformer = { inputPathsMap: { all: '$.detail' }, inputTemplate: '{"text": "<all>"}' };
  const target = { queue: 'deploys', inputTransformer, deadLetterConfig: { arn: 'graves' } };
  await deliverAll(open, {
    rules: [{ ...EVERYTHING, targets: [target] }],
    look: async (world) => {
      const bodies = await bodiesIn('graves', world);
      expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([PUSH]);
    },
  });
}

async function bodiesIn(name: string, world: World): Promise<readonly string[]> {
  const sqs = await world.clients.open('sqs');
  const arn = await world.standIn(`arn:aws:sqs:${PUSH.region}:${PUSH.account}:${name}`);
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName: arn?.split(':')[5] });
  const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 0, MaxNumberOfMessages: 10 });
  return Messages.map(({ Body = '' }) => Body);
}

async function sendsCommands(open: OpenBus): Promise<void> {
  const runCommandParameters = { runCommandTargets: [{ key: 'InstanceIds', values: ['i-0123456789abcdef0'] }] };
  await deliverAll(open, {
    rules: [{ ...EVERYTHING, targets: [{ document: 'AWS-RunShellScript', runCommandParameters, input: COMMANDS }] }],
    resources: { instances: { 'i-0123456789abcdef0': {} } },
    look: async ({ clients }) => {
      const { Commands = [] } = await (await clients.open('ssm')).listCommands({});
      expect(Commands.map(({ DocumentName }) => DocumentName)).toEqual(['AWS-RunShellScript']);
    },
  });
}

const COMMANDS = JSON.stringify({ commands: ['true'] });

async function startsTasks(open: OpenBus): Promise<void> {
  const taskDefinitionArn = `arn:aws:ecs:${PUSH.region}:${PUSH.account}:task-definition/deploy`;
  await deliverAll(open, {
    rules: [{ ...EVERYTHING, targets: [{ cluster: 'default', ecsParameters: { taskDefinitionArn } }] }],
    resources: { taskDefinitions: { deploy: { containers: [{ name: 'it', image: 'deploy:1' }] } } },
    look: async ({ endpoint, clients: { reach } }) => {
      const ecs = new ECS({ ...reach, endpoint, maxAttempts: 1 });
      const { taskArns = [] } = await ecs.listTasks({ cluster: 'default' });
      ecs.destroy();
      expect(taskArns).toHaveLength(1);
    },
  });
}

async function keepsTheTimeOfLogs(open: OpenBus): Promise<void> {
  await deliverAll(open, {
    rules: [{ ...EVERYTHING, targets: [{ logGroup: '/aws/events/pushes' }] }],
    look: async (world) => {
      const logs = await world.clients.open('cloudwatch-logs');
      const arn = await world.standIn(`arn:aws:logs:${PUSH.region}:${PUSH.account}:log-group:/aws/events/pushes`);
      const group = { logGroupName: arn?.split(':')[6] };
      // A bus beyond this process may still be writing when everything else has been delivered.
      const events = await vi.waitUntil(async () => nonEmpty((await logs.filterLogEvents(group)).events), WRITING);
      expect(events.map(({ timestamp }) => timestamp)).toEqual([Date.parse(PUSH.time)]);
    },
  });
}

const WRITING = { timeout: 5_000, interval: 100 };

function nonEmpty<Item>(items: readonly Item[] = []): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** A rule that calls an endpoint with what it matches. */
function calling(url: string): { readonly rules: readonly Rule[]; readonly resources: Resources } {
  return {
    rules: [{ ...EVERYTHING, targets: [{ apiDestination: 'webhook', retryPolicy: { maximumRetryAttempts: 3 } }] }],
    resources: {
      connections: { webhook: { apiKey: { name: 'x-key', value: 'none' } } },
      apiDestinations: { webhook: { url, connection: 'webhook' } },
    },
  };
}

/** An endpoint on this machine that answers with these statuses in turn, and keeps what it is called with. */
async function withEndpoint(
  statuses: readonly number[],
  use: (url: string, calls: readonly string[]) => Promise<void>,
): Promise<void> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      calls.push(body);
      response.writeHead(statuses[calls.length - 1] ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, calls);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
