import fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { Heap } from '../../../../src/embedded/sqs/heap.ts';
import { openQueues } from '../../../../src/embedded/sqs/queues.ts';
import type { Received } from '../../../../src/embedded/sqs/receiving.ts';
import { seeded } from '../../../../src/random.ts';

const WORK = 'arn:aws:sqs:us-east-2:123456789012:work';

function open(attributes: Readonly<Record<string, string>> = {}) {
  const agenda = virtualAgenda(0);
  const queues = openQueues({ account: '123456789012', region: 'us-east-2', agenda, random: seeded(7) });
  const queue = queues.create('work', attributes, {});
  return { agenda, queues, queue };
}

test('a pile gives its items in order, whatever order they came in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (items) => {
      const heap = new Heap<number>((a, b) => a < b);
      for (const item of items) heap.push(item);
      const given: number[] = [];
      for (let top = heap.pop(); top !== undefined; top = heap.pop()) given.push(top);
      expect(given).toEqual(items.toSorted((a, b) => a - b));
    }),
  );
});

test('whatever happens to a queue, no message is lost, none is in two hands, and the counts add up', async () => {
  const move = fc.oneof(
    fc.record({ kind: fc.constant('send' as const), delay: fc.constantFrom(0, 0, 5000) }),
    fc.record({ kind: fc.constant('receive' as const), most: fc.integer({ min: 1, max: 10 }) }),
    fc.record({ kind: fc.constantFrom('delete' as const, 'release' as const, 'stretch' as const), which: fc.nat(20) }),
    fc.record({ kind: fc.constant('wait' as const), time: fc.integer({ min: 1, max: 40_000 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 80 }), async (moves) => {
      const { agenda, queues, queue } = open();
      /** The latest receipt of each message that is in somebody's hands, and until when. */
      const hands = new Map<string, { readonly received: Received; until: number }>();
      let live = 0;
      for (const each of moves) {
        for (const [id, { until }] of hands) if (until <= agenda.now()) hands.delete(id);
        const held = 'which' in each ? [...hands.values()][each.which] : undefined;
        switch (each.kind) {
          case 'send':
            queue.send({ body: 'm', delay: each.delay });
            live += 1;
            break;
          case 'receive':
            for (const received of await queues.receive(WORK, { most: each.most })) {
              expect(hands.has(received.message.messageId)).toBe(false);
              hands.set(received.message.messageId, { received, until: agenda.now() + 30_000 });
            }
            break;
          case 'delete':
            if (held === undefined) break;
            queue.delete(held.received.receiptHandle);
            hands.delete(held.received.message.messageId);
            live -= 1;
            break;
          case 'release':
            if (held === undefined) break;
            queue.changeVisibility(held.received.receiptHandle, 0);
            hands.delete(held.received.message.messageId);
            break;
          case 'stretch':
            if (held === undefined) break;
            queue.changeVisibility(held.received.receiptHandle, 60_000);
            held.until = agenda.now() + 60_000;
            break;
          case 'wait':
            await agenda.runUntil(agenda.now() + each.time);
        }
        const { ready, delayed, inFlight } = queue.counts();
        expect(ready + delayed + inFlight).toBe(live);
      }
      await agenda.runUntil(agenda.now() + 60_000);
      expect(queue.counts()).toEqual({ ready: live, delayed: 0, inFlight: 0 });
    }),
  );
});

test('whoever watches a queue is told of each message that becomes ready, by sending or by time', async () => {
  const { agenda, queues, queue } = open();
  const told: number[] = [];
  queue.send({ body: 'there already' });
  const stop = queues.watch(WORK, () => void told.push(agenda.now()));
  queue.send({ body: 'sent' });
  await queue.receive({ most: 10 });
  queue.send({ body: 'delayed', delay: 5000 });
  await agenda.runUntil(30_000);
  expect(told).toEqual([0, 0, 5000, 30_000]);
  stop();
  queue.send({ body: 'unseen' });
  expect(told).toHaveLength(4);
});

test('those who wait are served in the order they came', async () => {
  const { agenda, queue } = open();
  const first = queue.receive({ wait: 20_000 });
  const second = queue.receive({ wait: 20_000 });
  const third = queue.receive({ wait: 1000 });
  queue.send({ body: 'one' });
  queue.send({ body: 'two' });
  await agenda.runUntil(1000);
  const got = await Promise.all([first, second, third]);
  expect(got.map((received) => received.map(({ message }) => message.body))).toEqual([['one'], ['two'], []]);
});

test('whoever waits at a queue that is deleted learns that nothing comes', async () => {
  const { queues, queue } = open();
  const poll = queue.receive({ wait: 20_000 });
  queues.remove(queue);
  expect(await poll).toEqual([]);
});

test('what other services send is held to what the queue takes', () => {
  const { queues } = open({ MaximumMessageSize: '1024' });
  queues.create('work.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' }, {});
  expect(() => queues.send(WORK, { body: 'x'.repeat(1025) })).toThrow(/must be shorter than 1024 bytes/);
  expect(() => queues.send(`${WORK}.fifo`, { body: 'm' })).toThrow(
    'The request must contain the parameter MessageGroupId.',
  );
  expect(() => queues.send('arn:aws:sqs:eu-west-1:123456789012:work', { body: 'm' })).toThrow(
    'The specified queue does not exist.',
  );
});
