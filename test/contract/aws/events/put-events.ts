import { PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { nextBody, take } from '../queue.ts';
import { listening, PUSH, put } from '../rule.ts';

function putAll({ eventBridge }: Account, entries: readonly PutEventsRequestEntry[]) {
  return eventBridge.send(new PutEventsCommand({ Entries: [...entries] }));
}

/** What becomes of one entry. */
async function entry(aws: Account, one: PutEventsRequestEntry) {
  const { FailedEntryCount, Entries = [] } = await putAll(aws, [one]);
  return { FailedEntryCount, ...Entries[0] };
}

function malformed(detail: string): [string, Promises[string]] {
  return [
    `a detail that reads ${detail} is malformed`,
    async (aws) => {
      expect(await entry(aws, { ...PUSH, Detail: detail })).toEqual({
        FailedEntryCount: 1,
        ErrorCode: 'MalformedDetail',
        ErrorMessage: 'Detail is malformed.',
      });
    },
  ];
}

function without(member: 'Source' | 'DetailType' | 'Detail'): [string, Promises[string]] {
  return [
    `an event without its ${member} is refused, and only that one`,
    async (aws) => {
      const { [member]: _, ...rest } = PUSH;
      expect(await entry(aws, rest)).toEqual({
        FailedEntryCount: 1,
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${member} is not valid. Reason: ${member} is a required argument.`,
      });
    },
  ];
}

/** What PutEvents promises. */
export const PUT_EVENTS: Promises = {
  'an event arrives in its envelope, the members in their order': async (aws) => {
    const queue = await listening(aws);
    const id = await put(aws, {
      Resources: ['arn:aws:ecr:us-east-2:111122223333:repository/web'],
      Time: new Date('2026-01-15T09:30:00.750Z'),
    });
    expect(await nextBody(aws, queue)).toBe(
      `{"version":"0","id":"${id}","detail-type":"ECR Image Action","source":"contract.registry",` +
        `"account":"${aws.id}","time":"2026-01-15T09:30:00Z","region":"${aws.region}",` +
        `"resources":["arn:aws:ecr:us-east-2:111122223333:repository/web"],"detail":${PUSH.Detail}}`,
    );
  },

  'white space in a detail does not arrive': async (aws) => {
    const queue = await listening(aws);
    await put(aws, { Detail: '{ "a" : [ 1,\n 2 ],  "b": "x  y" }' });
    expect(await nextBody(aws, queue)).toContain('"detail":{"a":[1,2],"b":"x  y"}}');
  },

  'an event without a time happened when it was put': async (aws) => {
    const queue = await listening(aws);
    const from = Math.floor(Date.now() / 1000) * 1000;
    await put(aws);
    const { time } = JSON.parse((await nextBody(aws, queue)) ?? '{}') as { time: string };
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Date.parse(time)).toBeGreaterThanOrEqual(from);
    expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
  },

  'answers come in the order of the entries, ids and errors mixed': async (aws) => {
    const { FailedEntryCount, Entries } = await putAll(aws, [
      PUSH,
      { ...PUSH, Detail: 'no' },
      { ...PUSH, DetailType: 'other' },
    ]);
    expect(FailedEntryCount).toBe(1);
    expect(Entries).toEqual([
      { EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      { EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    ]);
  },

  ...Object.fromEntries([without('Source'), without('DetailType'), without('Detail')]),
  ...Object.fromEntries(['"a string"', '["a list"]', '{not: json}', '"{\\"twice\\":true}"'].map(malformed)),

  'ten events are taken at once': async (aws) => {
    const queue = await listening(aws);
    const entries = Array.from({ length: 10 }, (_, n) => ({ ...PUSH, Detail: JSON.stringify({ n }) }));
    expect(await putAll(aws, entries)).toMatchObject({ FailedEntryCount: 0 });
    const numbers = (await take(aws, queue, 10)).map(
      ({ Body }) => (JSON.parse(Body!) as { detail: { n: number } }).detail.n,
    );
    expect(numbers.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  },

  'eleven events are refused, in the words of the service': async (aws) => {
    const answer = putAll(
      aws,
      Array.from({ length: 11 }, () => PUSH),
    );
    await expect(answer).rejects.toMatchObject({
      name: 'ValidationException',
      $metadata: { httpStatusCode: 400 },
      message: expect.stringMatching(
        /^1 validation error detected: Value '\[PutEventsRequestEntry\(time=null, source=contract\.registry, resources=null, detailType=ECR Image Action, .*\)\]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10$/s,
      ) as string,
    });
  },

  'no events are refused': async (aws) => {
    await expect(putAll(aws, [])).rejects.toMatchObject({ name: 'ValidationException' });
  },

  'all entries together may be 1 MiB': async (aws) => {
    const overhead = Buffer.byteLength(`${PUSH.Source}${PUSH.DetailType}{"a":""}`);
    const half = (extra: number) => ({
      ...PUSH,
      Detail: JSON.stringify({ a: 'x'.repeat(524_288 - overhead + extra) }),
    });
    expect(await putAll(aws, [half(0), half(0)])).toMatchObject({ FailedEntryCount: 0 });
    await expect(putAll(aws, [half(0), half(1)])).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
    });
  },

  'a time counts for 14 bytes': async (aws) => {
    const overhead = Buffer.byteLength(`${PUSH.Source}${PUSH.DetailType}{"a":""}`) + 14;
    const sized = (length: number) => ({
      ...PUSH,
      Detail: JSON.stringify({ a: 'x'.repeat(length) }),
      Time: new Date(),
    });
    await expect(putAll(aws, [sized(1_048_577 - overhead)])).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await putAll(aws, [sized(1_048_576 - overhead)])).toMatchObject({ FailedEntryCount: 0 });
  },

  'what AWS itself would say is refused': async (aws) => {
    expect(await entry(aws, { ...PUSH, Source: 'aws.ecr' })).toEqual({
      FailedEntryCount: 1,
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    });
  },

  'a source that only resembles one of AWS is taken': async (aws) => {
    expect(
      await putAll(aws, [
        { ...PUSH, Source: 'aws' },
        { ...PUSH, Source: 'awsx.ecr' },
      ]),
    ).toMatchObject({
      FailedEntryCount: 0,
    });
  },

  'a detail nested a thousand levels deep is taken, one more is malformed': async (aws) => {
    const nested = (levels: number) => ({
      ...PUSH,
      Detail: `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`,
    });
    expect(await entry(aws, nested(1_000))).toMatchObject({ FailedEntryCount: 0 });
    expect(await entry(aws, nested(1_001))).toMatchObject({ FailedEntryCount: 1, ErrorCode: 'MalformedDetail' });
  },

  'an event for a bus that is not there is taken and lost': async (aws) => {
    expect(await entry(aws, { ...PUSH, EventBusName: 'nothing' })).toEqual({
      FailedEntryCount: 0,
      EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  },
};
