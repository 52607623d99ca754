import { expect, test } from 'vitest';
import type { Bus } from '../../src/bus/bus.ts';
import type { Consumer, Invocation } from '../../src/consumer/consumer.ts';
import type { BusEvent } from '../../src/eventbridge/event.ts';
import type { Rule } from '../../src/rule/rule.ts';
import type { Delivery } from '../../src/timeline/timeline.ts';

/** Opens a bus with these rules, whose targets are these consumers. */
export type OpenBus = (rules: readonly Rule[], consumers: ReadonlyMap<string, Consumer>) => Bus | Promise<Bus>;

const AT = Date.parse('2026-01-15T09:30:01Z');

const PUSH: BusEvent = {
  version: '0',
  id: '0f9cf8d1-1c1f-4b0e-9d0a-0d5f3c1e9a11',
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  account: '123456789012',
  time: '2026-01-15T09:30:00Z',
  region: 'us-east-2',
  resources: [],
  detail: {
    result: 'SUCCESS',
    'repository-name': 'web',
    'image-digest': 'sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd12341234',
    'action-type': 'PUSH',
    'image-tag': '1.4.2',
  },
};

const EVERYTHING: Rule = { name: 'everything', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'listener' }] };

function delivery(event: BusEvent = PUSH, more: Partial<Delivery> = {}): Delivery {
  return { at: AT, emittedAt: AT - 1_000, event, reaches: 'enabled', faults: [], ...more };
}

/** A consumer that keeps the text of what it was called with, in order. */
function listening(
  name: string,
  seen: string[],
  outcome: Invocation['outcome'] = { kind: 'returned', value: null },
): Consumer {
  return {
    name,
    invoke: (event, { at, emittedAt, rule, eventId }) => {
      seen.push(JSON.stringify(event));
      const invocation = { consumer: name, rule, eventId, requestId: String(seen.length), at, emittedAt, took: 1 };
      return Promise.resolve({ ...invocation, outcome, calls: [], refusals: [] });
    },
  };
}

/** What every bus promises, whatever is behind it. A promise that a bus cannot keep is skipped with the reason it gives. */
export function keepsTheBusContract(open: OpenBus): void {
  async function deliverAll(
    deliveries: readonly Delivery[],
    rules: readonly Rule[] = [EVERYTHING],
    outcome?: Invocation['outcome'],
  ) {
    const seen: string[] = [];
    const names = new Set(rules.flatMap(({ targets }) => targets.map(({ consumer = '' }) => consumer)));
    const consumers = new Map(Array.from(names, (name) => [name, listening(name, seen, outcome)]));
    await using bus = await open(rules, consumers);
    const receipts = [];
    for (const one of deliveries) receipts.push(await bus.deliver(one));
    await bus.settle();
    return { receipts, seen, events: seen.map((text) => JSON.parse(text) as BusEvent) };
  }

  async function limits(): Promise<Bus['cannot']> {
    await using bus = await open([], new Map());
    return bus.cannot;
  }

  test('has a name, and gives a reason for each thing it cannot do', async () => {
    await using bus = await open([], new Map());
    expect(bus.name).toMatch(/^[a-z]+$/);
    expect(Object.values(bus.cannot).every((reason) => reason.length > 10)).toBe(true);
  });

  test('delivers the detail, its members in their order', async () => {
    const { events } = await deliverAll([delivery()]);
    expect(JSON.stringify(events[0]?.detail)).toBe(JSON.stringify(PUSH.detail));
  });

  test('keeps the source the event was emitted with', async ({ skip }) => {
    const cannot = (await limits())['event-source'];
    skip(cannot !== undefined, cannot);
    const { events } = await deliverAll([delivery()]);
    expect(events[0]?.source).toBe('aws.ecr');
  });

  test('keeps the id of the event', async ({ skip }) => {
    const cannot = (await limits())['event-id'];
    skip(cannot !== undefined, cannot);
    const { events } = await deliverAll([delivery()]);
    expect(events[0]?.id).toBe(PUSH.id);
  });

  test('keeps the time of the event', async ({ skip }) => {
    const cannot = (await limits())['event-time'];
    skip(cannot !== undefined, cannot);
    const { events } = await deliverAll([delivery()]);
    expect(events[0]?.time).toBe(PUSH.time);
  });

  test('delivers the whole event, its members in their order', async ({ skip }) => {
    const cannot = await limits();
    const why = cannot['event-source'] ?? cannot['event-id'] ?? cannot['event-time'];
    skip(why !== undefined, why);
    const { seen } = await deliverAll([delivery()]);
    expect(seen).toEqual([JSON.stringify(PUSH)]);
  });

  test('delivers what the pattern matches and nothing else', async () => {
    const rule = { ...EVERYTHING, pattern: '{"detail":{"action-type":["PUSH"]}}' };
    const deletion = { ...PUSH, detail: { ...PUSH.detail, 'action-type': 'DELETE' } };
    const { receipts, events } = await deliverAll([delivery(deletion), delivery()], [rule]);
    expect(receipts.map(({ matched }) => matched)).toEqual([[], ['everything']]);
    expect(receipts.map(({ invocations }) => invocations.length)).toEqual([0, 1]);
    expect(events.map(({ detail }) => detail['action-type'])).toEqual(['PUSH']);
  });

  test('calls a consumer once for each rule that matches and targets it', async () => {
    const rules = [EVERYTHING, { ...EVERYTHING, name: 'again', pattern: { detail: { result: ['SUCCESS'] } } }];
    const { receipts } = await deliverAll([delivery()], rules);
    expect(receipts[0]?.matched).toEqual(['everything', 'again']);
    expect(receipts[0]?.invocations.map(({ rule }) => rule)).toEqual(['everything', 'again']);
  });

  test('calls every target of a rule', async () => {
    const { receipts } = await deliverAll(
      [delivery()],
      [{ ...EVERYTHING, targets: [{ consumer: 'listener' }, { consumer: 'second' }] }],
    );
    expect(receipts[0]?.invocations.map(({ consumer }) => consumer).toSorted()).toEqual(['listener', 'second']);
  });

  test('matches a rule that has no target, and calls nobody', async () => {
    const { receipts } = await deliverAll([delivery()], [{ ...EVERYTHING, targets: [] }]);
    expect(receipts).toEqual([{ matched: ['everything'], invocations: [] }]);
  });

  test('delivers the same event again when it arrives again', async () => {
    const { events } = await deliverAll([delivery(), delivery(PUSH, { at: AT + 3_000, faults: ['duplicate'] })]);
    expect(events).toHaveLength(2);
    expect(events[1]).toEqual(events[0]);
  });

  test('says when the consumer was called and when the event was emitted', async () => {
    const { receipts } = await deliverAll([delivery()]);
    expect(receipts[0]?.invocations[0]).toMatchObject({ at: AT, emittedAt: AT - 1_000, rule: 'everything' });
  });

  test('calls consumers in the order of arrival', async ({ skip }) => {
    const cannot = (await limits())['arrival-order'];
    skip(cannot !== undefined, cannot);
    const tags = ['1', '2', '3', '4', '5'];
    const { events } = await deliverAll(
      tags.map((tag) => delivery({ ...PUSH, id: `event-${tag}`, detail: { ...PUSH.detail, 'image-tag': tag } })),
    );
    expect(events.map(({ detail }) => detail['image-tag'])).toEqual(tags);
  });

  test('takes the failure of a consumer as a result, and goes on', async () => {
    const failure = { kind: 'threw', error: { name: 'Error', message: 'no' } } as const;
    const { receipts } = await deliverAll([delivery(), delivery()], [EVERYTHING], failure);
    expect(receipts).toHaveLength(2);
    for (const { matched, invocations } of receipts) {
      expect(matched).toEqual(['everything']);
      expect(invocations[0]?.outcome).toEqual(failure);
    }
  });

  test('calls a failing consumer three times in all, as Lambda does', async ({ skip }) => {
    const cannot = (await limits()).retry;
    skip(cannot !== undefined, cannot);
    const failure = { kind: 'threw', error: { name: 'Error', message: 'no' } } as const;
    const { receipts } = await deliverAll([delivery()], [EVERYTHING], failure);
    expect(receipts[0]?.invocations).toHaveLength(3);
  });

  test('shows Get, List and Describe calls only to rules in the state for them, and nothing to a disabled rule', async ({
    skip,
  }) => {
    const cannot = (await limits())['rule-state'];
    skip(cannot !== undefined, cannot);
    const rules: readonly Rule[] = [
      { ...EVERYTHING, name: 'off', state: 'DISABLED' },
      { ...EVERYTHING, name: 'plain', state: 'ENABLED' },
      { ...EVERYTHING, name: 'all', state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' },
    ];
    const { receipts } = await deliverAll([delivery(), delivery(PUSH, { reaches: 'all' })], rules);
    expect(receipts.map(({ matched }) => matched)).toEqual([['plain', 'all'], ['all']]);
  });
}
