import {
  CloudWatchLogsClient,
  SessionTimeoutException,
  StartLiveTailCommand,
  type StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { cloudwatchLogs } from '../../../../src/embedded/cloudwatch-logs/cloudwatch-logs.ts';
import { openLogGroups } from '../../../../src/embedded/cloudwatch-logs/log-groups.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { openStreams } from '../../../../src/embedded/kinesis/streams.ts';
import { seeded } from '../../../../src/random.ts';
import type { EventStream } from '../../../../src/wire/event-stream.ts';
import { answering, CLIENT } from '../kinesis/answering.ts';

const NOW = Date.parse('2026-01-15T09:30:00Z');
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** A log group, and time that passes only when it is told to. */
function stage() {
  const agenda = virtualAgenda(NOW);
  const scene = { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda };
  const logGroups = openLogGroups(scene, {
    functions: { invoke: () => Promise.resolve() },
    streams: openStreams(scene),
    deliveryStreams: { put: () => undefined },
  });
  const { arn } = logGroups.create('pushes');
  const write = (message: string) => logGroups.put('pushes', 'web', [{ timestamp: agenda.now(), message }]);
  return { agenda, service: cloudwatchLogs({ logGroups }), arn, write };
}

/** Somebody who watches the log group. */
async function watched() {
  const { service, arn, ...rest } = stage();
  const requestHandler = sdkRequestHandler(answering(service));
  const client = new CloudWatchLogsClient({ ...CLIENT, requestHandler });
  const { responseStream } = await client.send(new StartLiveTailCommand({ logGroupIdentifiers: [arn] }));
  const parts = responseStream![Symbol.asyncIterator]();
  return { ...rest, parts };
}

function messages(part: IteratorResult<StartLiveTailResponseStream, undefined>): (string | undefined)[] | undefined {
  return part.value?.sessionUpdate?.sessionResults?.map(({ message }) => message);
}

test('every second is told what came in, also that nothing did', async () => {
  const { agenda, parts, write } = await watched();
  await parts.next();
  write('one');
  await agenda.runUntil(NOW + SECOND);
  await agenda.runUntil(NOW + 2 * SECOND);
  write('two');
  await agenda.runUntil(NOW + 3 * SECOND);
  expect([messages(await parts.next()), messages(await parts.next()), messages(await parts.next())]).toEqual([
    ['one'],
    [],
    ['two'],
  ]);
});

test('a reader that falls behind misses what is oldest', async () => {
  const { agenda, parts, write } = await watched();
  for (let n = 1; n <= 20; n += 1) {
    write(`event ${n}`);
    await agenda.runUntil(NOW + n * SECOND);
  }
  await parts.next();
  expect(messages(await parts.next())).toEqual(['event 12']);
});

test('a session ends after three hours, and says so', async () => {
  const { agenda, parts } = await watched();
  await agenda.runUntil(NOW + 3 * HOUR);
  const rest = async () => {
    for (let part = await parts.next(); part.done !== true; part = await parts.next());
  };
  await expect(rest()).rejects.toBeInstanceOf(SessionTimeoutException);
});

test('nothing is left to do for whoever has left', async () => {
  const { agenda, service, arn, write } = stage();
  const { events } = service['StartLiveTail']!({ logGroupIdentifiers: [arn] }) as EventStream;
  const parts = events[Symbol.asyncIterator]();
  await parts.next();
  await parts.return!();
  write('unheard');
  await agenda.settle(4 * HOUR);
  expect(agenda.now()).toBe(NOW);
  expect(await parts.next()).toEqual({ done: true, value: undefined });
});
