import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arn, stage } from './stage.ts';

const ENTRY = { Source: 'shop', DetailType: 'order', Detail: '{ "id": 1 }' };

/** A stage whose one rule sends everything to a queue. */
function listening(pattern: unknown = { account: ['123456789012'] }) {
  const all = stage();
  all.ask('PutRule', { Name: 'all', EventPattern: JSON.stringify(pattern) });
  all.ask('PutTargets', { Rule: 'all', Targets: [{ Id: 't', Arn: all.queue('q') }] });
  return all;
}

test('an event arrives as compact JSON, its members in their order, with the id that the caller was told', async () => {
  const { ask, agenda, messages } = listening();
  const { Entries } = ask('PutEvents', { Entries: [{ ...ENTRY, Resources: ['r'] }] }) as {
    Entries: { EventId: string }[];
  };
  await agenda.settle(0);
  expect(await messages('q')).toEqual([
    {
      body: `{"version":"0","id":"${Entries[0]?.EventId}","detail-type":"order","source":"shop","account":"123456789012","time":"2026-01-15T09:30:00Z","region":"us-east-2","resources":["r"],"detail":{"id":1}}`,
      attributes: {},
    },
  ]);
});

test('PutEvents answers before anything is delivered', async () => {
  const { ask, agenda, messages } = listening();
  ask('PutEvents', { Entries: [ENTRY] });
  expect(await messages('q')).toEqual([]);
  await agenda.settle(0);
  expect(await messages('q')).toHaveLength(1);
});

test.each([
  [
    { DetailType: 'd', Detail: '{}' },
    'InvalidArgument',
    'Parameter Source is not valid. Reason: Source is a required argument.',
  ],
  [
    { Source: 's', Detail: '{}' },
    'InvalidArgument',
    'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
  ],
  [
    { Source: 's', DetailType: 'd' },
    'InvalidArgument',
    'Parameter Detail is not valid. Reason: Detail is a required argument.',
  ],
  [{ ...ENTRY, Detail: '[1]' }, 'MalformedDetail', 'Detail is malformed.'],
  [{ ...ENTRY, Detail: '"text"' }, 'MalformedDetail', 'Detail is malformed.'],
  [{ ...ENTRY, Detail: '{"a":' }, 'MalformedDetail', 'Detail is malformed.'],
  [{ ...ENTRY, Detail: `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}` }, 'MalformedDetail', 'Detail is malformed.'],
  [{ ...ENTRY, Source: 'aws.ecr' }, 'NotAuthorizedForSourceException', 'Not authorized for the source.'],
  [{ ...ENTRY, Time: 'yesterday' }, 'InvalidArgument', 'Parameter Time is not valid.'],
])('an entry %j fails for itself, with %s', (entry, ErrorCode, ErrorMessage) => {
  const { ask } = stage();
  expect(ask('PutEvents', { Entries: [ENTRY, entry, ENTRY] })).toEqual({
    FailedEntryCount: 1,
    Entries: [
      { EventId: expect.any(String) as string },
      { ErrorCode, ErrorMessage },
      { EventId: expect.any(String) as string },
    ],
  });
});

test.each(['aws', 'awsx', 'my.aws.app'])('the source "%s" is a caller\'s to use', (Source) => {
  expect(stage().ask('PutEvents', { Entries: [{ ...ENTRY, Source }] })).toMatchObject({ FailedEntryCount: 0 });
});

test('a detail a thousand levels deep is taken', () => {
  const Detail = `{"a":${'['.repeat(999)}${']'.repeat(999)}}`;
  expect(stage().ask('PutEvents', { Entries: [{ ...ENTRY, Detail }] })).toMatchObject({ FailedEntryCount: 0 });
});

test('an event for a bus that does not exist is accepted and gone', () => {
  expect(stage().ask('PutEvents', { Entries: [{ ...ENTRY, EventBusName: 'nowhere' }] })).toMatchObject({
    FailedEntryCount: 0,
  });
});

test('the whole request has a limit of a megabyte, counted as EventBridge counts', () => {
  const { ask } = stage();
  const own = 'shop'.length + 'order'.length;
  const detail = (length: number): string => `{"a":"${'x'.repeat(length - 8)}"}`;
  const fits = { ...ENTRY, Detail: detail(1_048_576 - own) };
  expect(ask('PutEvents', { Entries: [fits] })).toMatchObject({ FailedEntryCount: 0 });
  for (const more of [{ Time: 0 }, { Resources: ['r'] }, { Source: 'shopé' }]) {
    expect(() => ask('PutEvents', { Entries: [{ ...fits, ...more }] })).toThrow(
      'Total size of the entries in the request is over the limit.',
    );
  }
  expect(ask('PutEvents', { Entries: [{ ...fits, EventBusName: 'default' }] })).toMatchObject({ FailedEntryCount: 0 });
});

test("a caller's own time is the event's, to the second", async () => {
  const { ask, agenda, messages } = listening();
  ask('PutEvents', { Entries: [{ ...ENTRY, Time: 1_700_000_000.987 }] });
  await agenda.settle(0);
  expect((await messages('q'))[0]?.body).toContain('"time":"2023-11-14T22:13:20Z"');
});

test('numbers too long for a double come through as they were', async () => {
  const { ask, agenda, messages } = listening();
  ask('PutEvents', { Entries: [{ ...ENTRY, Detail: '{ "n": 9007199254740993, "t": "a  \\" b" }' }] });
  await agenda.settle(0);
  expect((await messages('q'))[0]?.body).toContain('"detail":{"n":9007199254740993,"t":"a  \\" b"}');
});

test.for<[string, boolean]>([
  ['{"n":9223372036854775807}', true],
  ['{"n":9223372036854775808}', false],
  ['{"n":-9223372036854775808}', true],
  ['{"n":-9223372036854775809}', false],
  // A double that is written just so.
  ['{"a":{"b":[1,10000000000000000000]}}', false],
  [`{"pad":"${'x'.repeat(1000)}","n":[[99999999999999999999999]]}`, false],
  // No integers, or no numbers at all.
  ['{"n":9223372036854775808.5}', true],
  ['{"n":9223372036854775808e0}', true],
  ['{"n":"99999999999999999999999"}', true],
  ['{"n":"\\"99999999999999999999999"}', true],
  ['{"99999999999999999999999":1}', true],
])('a detail of integers beyond 64 bits is malformed: %s', ([Detail, taken]) => {
  const { Entries } = stage().ask('PutEvents', { Entries: [{ ...ENTRY, Detail }] }) as { Entries: object[] };
  expect(Entries).toEqual([
    taken
      ? { EventId: expect.any(String) as string }
      : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
  ]);
});

test('a detail type has at most 128 characters', () => {
  const put = (DetailType: string) => stage().ask('PutEvents', { Entries: [{ ...ENTRY, DetailType }] });
  expect(put('x'.repeat(128))).toMatchObject({ FailedEntryCount: 0 });
  expect(put('x'.repeat(129))).toMatchObject({ Entries: [{ ErrorCode: 'InvalidArgument' }] });
});

test('a trace header goes on to the queue, and not into the event', async () => {
  const { ask, agenda, queues } = listening();
  const TraceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793';
  ask('PutEvents', { Entries: [{ ...ENTRY, TraceHeader }] });
  await agenda.settle(0);
  const [received] = await queues.receive(arn('sqs', 'q'), {});
  expect(received?.message.traceHeader).toBe(TraceHeader);
  expect(received?.message.body).not.toContain(TraceHeader);
});

test('rules match by their patterns, each bus for itself', async () => {
  const { ask, agenda, messages, queue } = listening({ detail: { id: [1] } });
  ask('CreateEventBus', { Name: 'side' });
  ask('PutRule', { Name: 'all', EventBusName: 'side', EventPattern: '{"source":["shop"]}' });
  ask('PutTargets', { Rule: 'all', EventBusName: 'side', Targets: [{ Id: 't', Arn: queue('side') }] });
  ask('PutEvents', {
    Entries: [ENTRY, { ...ENTRY, Detail: '{"id":2}' }, { ...ENTRY, EventBusName: arn('events', 'event-bus/side') }],
  });
  await agenda.settle(0);
  expect(await messages('q')).toHaveLength(1);
  expect(await messages('side')).toHaveLength(1);
});

test.each([
  ['{"source":["shop"]}', true],
  ['{"source":["other"]}', false],
])('TestEventPattern judges %s', (EventPattern, Result) => {
  const Event = JSON.stringify({ id: '1', account: '1', source: 'shop', time: 't', region: 'r', 'detail-type': 'd' });
  expect(stage().ask('TestEventPattern', { EventPattern, Event })).toEqual({ Result });
});

test('TestEventPattern refuses what is no event, and what is no pattern', () => {
  const { ask } = stage();
  expect(() => ask('TestEventPattern', { EventPattern: '{"source":["a"]}', Event: '{"source":"a"}' })).toThrow(
    'Parameter Event is not valid.',
  );
  expect(() => ask('TestEventPattern', { EventPattern: '{"source":"a"}', Event: '{}' })).toThrow(
    'Event pattern is not valid. Reason: "source" must be an object or an array',
  );
});

test('any object arrives as it was, whatever white space it was sent with', async () => {
  // JavaScript writes doubles of that size as integers, which are beyond 64 bits.
  const value = fc
    .dictionary(fc.string(), fc.jsonValue())
    .map((object) => JSON.stringify(object))
    .filter((text) => !/\d{19}/.test(text));
  await fc.assert(
    fc.asyncProperty(value, fc.nat(4), async (compact, indent) => {
      const { ask, agenda, messages } = listening();
      const Detail = JSON.stringify(JSON.parse(compact), null, indent);
      expect(ask('PutEvents', { Entries: [{ ...ENTRY, Detail }] })).toMatchObject({ FailedEntryCount: 0 });
      await agenda.settle(0);
      const [message] = await messages('q');
      expect(message?.body.endsWith(`,"detail":${JSON.stringify(JSON.parse(compact))}}`)).toBe(true);
    }),
  );
});
