import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { putEvents, type Sending } from '../../../../src/bus/remote/put-events.ts';
import { virtualClock } from '../../../../src/clock.ts';
import { seeded } from '../../../../src/random.ts';

type Answer = (entries: readonly PutEventsRequestEntry[]) => readonly (string | undefined)[];

/** A bus that answers each request as the next of these says: a code for each entry it refuses, or an error for all of them. */
function bus(...answers: readonly (Answer | Error)[]) {
  const requests: (string | undefined)[][] = [];
  const clock = virtualClock(0);
  const client = {
    putEvents: ({ Entries = [] }: { readonly Entries?: readonly PutEventsRequestEntry[] | undefined }) => {
      const answer = answers[requests.length] ?? TAKEN;
      requests.push(Entries.map(({ Detail }) => Detail));
      if (answer instanceof Error) return Promise.reject(answer);
      const codes = answer(Entries);
      return Promise.resolve({
        Entries: Entries.map(({ Detail }, at) =>
          codes[at] === undefined ? { EventId: `id ${Detail}` } : { ErrorCode: codes[at], ErrorMessage: 'No.' },
        ),
      });
    },
  };
  const sending = { client, clock, random: seeded(1) } as unknown as Sending;
  return { requests, clock, sending };
}

const TAKEN: Answer = () => [];

function entries(...details: readonly string[]): readonly PutEventsRequestEntry[] {
  return details.map((Detail) => ({ Source: 's', DetailType: 't', Detail }));
}

function failure(name: string, more: object = {}): Error {
  return Object.assign(new Error('Rate exceeded.'), { name, ...more });
}

test('only the entries that failed for now are sent again, after a pause', async () => {
  const { requests, clock, sending } = bus((all) =>
    all.map(({ Detail }) => ({ b: 'ThrottlingException', d: 'InternalFailure' })[Detail ?? '']),
  );
  const sent = await putEvents(entries('a', 'b', 'c', 'd'), sending);
  expect(requests).toEqual([
    ['a', 'b', 'c', 'd'],
    ['b', 'd'],
  ]);
  expect(sent.map((one) => one.kind === 'accepted' && one.eventId)).toEqual(['id a', 'id b', 'id c', 'id d']);
  expect(clock.now()).toBeGreaterThan(0);
});

test('an entry that the bus will not have is not sent again', async () => {
  const { requests, sending } = bus(() => ['NotAuthorizedForSourceException']);
  const sent = await putEvents(entries('a', 'b'), sending);
  expect(requests).toHaveLength(1);
  expect(sent).toMatchObject([{ kind: 'refused', code: 'NotAuthorizedForSourceException' }, { kind: 'accepted' }]);
});

test('an entry that is throttled for ever is refused in the end', async () => {
  const always: Answer = () => ['ThrottlingException'];
  const { requests, sending } = bus(always, always, always);
  const sent = await putEvents(entries('a'), { ...sending, attempts: 3 });
  expect(requests).toHaveLength(3);
  expect(sent).toMatchObject([{ kind: 'refused', code: 'ThrottlingException' }]);
});

test('the pauses grow, and no two runs take the same ones', async () => {
  const pauses = async (seed: number) => {
    const always: Answer = () => ['ThrottlingException'];
    const { clock, sending } = bus(...Array.from({ length: 8 }, () => always));
    await putEvents(entries('a'), { ...sending, random: seeded(seed) });
    return clock.now();
  };
  expect(await pauses(1)).toBeGreaterThan(1_000);
  expect(await pauses(1)).not.toBe(await pauses(2));
});

test.for([
  ['a throttled request', failure('ThrottlingException', { $metadata: { httpStatusCode: 400 } })],
  ['a request that never left', failure('Error', { code: 'ECONNREFUSED' })],
] as const)('%s is sent again whole, because none of it was taken', async ([, error]) => {
  const { requests, sending } = bus(error);
  expect(await putEvents(entries('a', 'b'), sending)).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }]);
  expect(requests).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
});

test.for([
  ['is cut', failure('Error', { code: 'ECONNRESET' })],
  ['brings no answer in time', failure('TimeoutError')],
  ['ends in an error of the server', failure('InternalException', { $metadata: { httpStatusCode: 500 } })],
] as const)('a request that %s is never sent again, nor is anything behind it', async ([, error]) => {
  const { requests, sending } = bus(error);
  const sent = await putEvents(entries(...Array.from('abcdefghijkl')), sending);
  expect(requests).toHaveLength(1);
  expect(sent.map(({ kind }) => kind)).toEqual([
    ...Array.from({ length: 10 }, () => 'unknown'),
    ...Array.from({ length: 2 }, () => 'unsent'),
  ]);
});

test('what was taken before a connection is lost is known to be taken', async () => {
  const { sending } = bus(() => [undefined, 'ThrottlingException'], failure('Error', { code: 'ECONNRESET' }));
  expect(await putEvents(entries('a', 'b'), sending)).toMatchObject([{ kind: 'accepted' }, { kind: 'unknown' }]);
});

test('a refusal of the whole request leaves everything unsent', async () => {
  const { requests, sending } = bus(failure('AccessDeniedException', { $metadata: { httpStatusCode: 400 } }));
  expect(await putEvents(entries('a'), sending)).toMatchObject([{ kind: 'unsent' }]);
  expect(requests).toHaveLength(1);
});

test('a request has ten entries and a megabyte at most', async () => {
  const { requests, sending } = bus();
  await putEvents(entries(...Array.from('abcdefghijklmnopqrstu')), sending);
  expect(requests.map((details) => details.length)).toEqual([10, 10, 1]);
  const large = bus();
  const text = 'x'.repeat(400_000);
  await putEvents(entries(text, text, text), large.sending);
  expect(large.requests.map((details) => details.length)).toEqual([2, 1]);
});
