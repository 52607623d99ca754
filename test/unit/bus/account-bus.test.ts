import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { embeddedBus } from '../../../src/bus/embedded.ts';
import type { Consumer, Invocation } from '../../../src/consumer/consumer.ts';
import { virtualAgenda } from '../../../src/embedded/agenda.ts';
import { openEstate } from '../../../src/embedded/estate.ts';
import { openScene } from '../../../src/embedded/scene.ts';
import { Problem } from '../../../src/problem.ts';
import { seeded } from '../../../src/random.ts';
import type { Rule, Target } from '../../../src/rule/rule.ts';
import type { Delivery } from '../../../src/timeline/timeline.ts';
import { imageAction } from '../timeline/deliveries.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const MINUTE = 60_000;

/** An account, with a bus whose one rule sends pushes to these targets. */
function account(targets: readonly Target[], consumers: readonly Consumer[] = []) {
  const agenda = virtualAgenda(START);
  const setting = { account: '123456789012', region: 'us-east-2', random: seeded(7), takesNamedAsGiven: true };
  const estate = openEstate(openScene({ ...setting, agenda }));
  const rules: readonly Rule[] = [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets }];
  const bus = embeddedBus(rules, new Map(consumers.map((consumer) => [consumer.name, consumer])), { estate, agenda });
  return { estate, agenda, bus };
}

function arrival(tag: string, at = START): Delivery {
  return { at, emittedAt: at - 500, event: imageAction(tag), reaches: 'enabled', faults: [] };
}

/** A consumer that fails so often, and keeps what it was called with. */
function consumer(name: string, failures: number, seen: unknown[] = []): Consumer {
  return {
    name,
    invoke: (event, { at, emittedAt, rule, eventId }) => {
      seen.push(event);
      const outcome: Invocation['outcome'] =
        seen.length <= failures
          ? { kind: 'threw', error: { name: 'Error', message: 'no' } }
          : { kind: 'returned', value: null };
      const requestId = String(seen.length);
      return Promise.resolve({
        consumer: name,
        rule,
        eventId,
        requestId,
        at,
        emittedAt,
        took: 1,
        outcome,
        calls: [],
        refusals: [],
      });
    },
  };
}

test('a consumer that fails is called again after one minute and after two more, as long as its event is about', async () => {
  const { bus } = account([{ consumer: 'deployer' }], [consumer('deployer', 9)]);
  const first = await bus.deliver(arrival('1'));
  expect(first.invocations).toHaveLength(1);
  const second = await bus.deliver(arrival('2', START + 2 * MINUTE));
  expect(first.invocations.map(({ at }) => at - START)).toEqual([0, MINUTE]);
  await bus.settle();
  expect(first.invocations.map(({ at }) => at - START)).toEqual([0, MINUTE, 3 * MINUTE]);
  expect(second.invocations.map(({ at }) => at - START)).toEqual([2 * MINUTE, 3 * MINUTE, 5 * MINUTE]);
  expect(new Set(first.invocations.map(({ eventId, rule, emittedAt }) => `${eventId} ${rule} ${emittedAt}`)).size).toBe(
    1,
  );
});

test('a consumer that succeeds the second time is not called a third', async () => {
  const { bus } = account([{ consumer: 'deployer' }], [consumer('deployer', 1)]);
  const { invocations } = await bus.deliver(arrival('1'));
  await bus.settle();
  expect(invocations.map(({ outcome }) => outcome.kind)).toEqual(['threw', 'returned']);
});

test('a consumer is given what its target makes of the event', async () => {
  const seen: unknown[] = [];
  const target = { consumer: 'de.ployer', inputPath: '$.detail.action-type' };
  const { bus } = account([target], [consumer('de.ployer', 0, seen)]);
  await bus.deliver(arrival('1'));
  expect(seen).toEqual(['PUSH']);
});

test('a target may be a queue by its name, and the queue can be read', async () => {
  const { bus, estate } = account([
    { queue: 'deploys', input: '"pushed"' },
    { arn: 'arn:aws:sqs:us-east-2:123456789012:all' },
  ]);
  const { matched, invocations } = await bus.deliver(arrival('1'));
  expect({ matched, invocations }).toEqual({ matched: ['pushes'], invocations: [] });
  const bodies = await Promise.all(
    ['deploys', 'all'].map(async (name) => {
      const received = await estate.queues.receive(`arn:aws:sqs:us-east-2:123456789012:${name}`, {});
      return received.map(({ message }) => message.body);
    }),
  );
  expect(bodies).toEqual([['"pushed"'], [JSON.stringify(imageAction('1'))]]);
});

test('what cannot be delivered is in the dead-letter queue once everything has settled', async () => {
  const gone = 'arn:aws:states:us-east-2:123456789012:stateMachine:gone';
  const { bus, estate, agenda } = account([
    { stateMachine: 'gone', deadLetterConfig: { arn: 'dead' }, retryPolicy: { maximumRetryAttempts: 2 } },
  ]);
  await bus.deliver(arrival('1'));
  await bus.settle();
  const [letter] = await estate.queues.receive('arn:aws:sqs:us-east-2:123456789012:dead', {});
  expect(letter?.message.body).toBe(JSON.stringify(imageAction('1')));
  expect(letter?.message.attributes).toMatchObject({
    TARGET_ARN: { value: gone },
    ERROR_CODE: { value: 'NO_RESOURCE' },
  });
  expect(agenda.now()).toBeLessThan(START + 86_400_000);
});

test('a target that EventBridge would not take is a problem', async () => {
  const { bus } = account([{ queue: 'deploys.fifo' }]);
  await expect(bus.deliver(arrival('1'))).rejects.toThrow(Problem);
  await expect(bus.deliver(arrival('1'))).rejects.toThrow(
    'Cannot send what rule "pushes" matches: Parameter(s) SqsParameters must be specified for target: Target0.',
  );
});

test('a function that something else invokes is in the run too, without a rule', async () => {
  const { bus, estate } = account([{ queue: 'q' }], [consumer('deployer', 0)]);
  const { invocations } = await bus.deliver(arrival('1'));
  await estate.functions.invoke('deployer', '{"by":"hand"}', { type: 'RequestResponse' });
  expect(invocations).toMatchObject([{ consumer: 'deployer', rule: '', eventId: '' }]);
});

test('all tries of one event have one request id', async () => {
  const ids: unknown[] = [];
  const failing = consumer('deployer', 9);
  const { bus } = account(
    [{ consumer: 'deployer' }],
    [
      {
        name: 'deployer',
        invoke: (event, moment) => {
          ids.push(moment.requestId);
          return failing.invoke(event, moment);
        },
      },
    ],
  );
  await bus.deliver(arrival('1'));
  await bus.settle();
  expect(ids).toHaveLength(3);
  expect(new Set(ids)).toHaveLength(1);
  expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
});

test('consumers that set each other off for ever are a problem, and no endless run', async () => {
  const { bus, estate } = account(
    [{ consumer: 'echo' }],
    [
      {
        name: 'echo',
        invoke: (event, moment) => {
          estate.buses.put([{ Source: 'echo', DetailType: 'd', Detail: '{}' }]);
          return consumer('echo', 0).invoke(event, moment);
        },
      },
    ],
  );
  await bus.deliver(arrival('0')).catch(() => {});
  const rule = { Name: 'echoes', EventPattern: '{"source":["echo"]}' };
  await estate.perform('eventbridge', 'PutRule', rule);
  const Targets = [{ Id: 't', Arn: 'arn:aws:lambda:us-east-2:123456789012:function:echo' }];
  await estate.perform('eventbridge', 'PutTargets', { Rule: 'echoes', Targets });
  await expect(bus.deliver(arrival('1'))).rejects.toThrow(/^Cannot rehearse to an end: .*"echo"/);
});

test('nothing is kept of an arrival that was handled: a recording may be longer than what can be held', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const forgetful = consumer('deployer', 0, { push: () => 0, length: 1 } as unknown as unknown[]);
  const { bus } = account([{ consumer: 'deployer' }], [forgetful]);
  const handled: WeakRef<object>[] = [];
  for (let index = 0; index < 20; index += 1) {
    const { invocations } = await bus.deliver(arrival(`v${index}`, START + index));
    expect(invocations).toHaveLength(1);
    handled.push(new WeakRef(invocations));
  }
  await setImmediate();
  collect();
  // With the first stands what came before it, and the last may still be at hand.
  expect(handled.slice(1, -2).filter((receipt) => receipt.deref() !== undefined)).toHaveLength(0);
});
