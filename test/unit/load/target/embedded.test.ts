import { expect, onTestFinished, test } from 'vitest';
import type { Observer, Seen } from '../../../../src/load/observe/observer.ts';
import { openTarget, type Opening } from '../../../../src/load/target/open-target.ts';
import type { OpenTarget } from '../../../../src/load/target/target.ts';
import { handlerFile } from './handler-file.ts';

const PUSHES = { name: 'pushes', pattern: { detail: { 'action-type': ['PUSH'] } }, targets: [{ consumer: 'taker' }] };

function opening(target: Opening['plan']['target'], source: string): Opening {
  const { root, handler } = handlerFile(source);
  return {
    plan: { target, observe: [], seed: 1 },
    setup: { rules: [PUSHES], consumers: { taker: { handler } }, root },
    account: '123456789012',
    region: 'us-east-1',
    tell: () => undefined,
  };
}

async function open(target: Opening['plan']['target'], source: string): Promise<OpenTarget> {
  const opened = await openTarget(opening(target, source));
  onTestFinished(() => opened[Symbol.asyncDispose]());
  return opened;
}

/** Resolves with what was told, as soon as it is so much. */
function hear([observer]: readonly Observer[], many: number): Promise<readonly string[]> {
  const told: string[] = [];
  return new Promise((resolve) => {
    const tell = (line: string): void => {
      if (told.push(line) === many) resolve(told);
    };
    const seen: Seen = {
      seqIn: (text) => Number(/"repository-name":"(\d+)"/.exec(text)?.[1]),
      delivered: (seq) => tell(`delivered ${seq}`),
      processed: (seq) => tell(`processed ${seq}`),
      failed: (seq) => tell(`failed ${seq}`),
      deadLettered: (seq) => tell(`dead-lettered ${seq}`),
    };
    observer!.watch(seen, () => 0, 0);
  });
}

/** Puts events as AWS's own services do. */
async function put({ keyring }: OpenTarget, ...details: readonly (readonly [action: string, seq: number])[]) {
  const Entries = details.map(([action, seq]) => ({
    Source: 'aws.ecr',
    DetailType: 'ECR Image Action',
    Detail: JSON.stringify({ 'action-type': action, 'repository-name': String(seq) }),
  }));
  const response = await fetch(keyring.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
    body: JSON.stringify({ Entries }),
  });
  return (await response.json()) as { readonly FailedEntryCount: number };
}

const BUS = { kind: 'bus', bus: { kind: 'embedded' } } as const;

test('the embedded bus takes events as AWS sends them, and tells what its consumers are given and how that ends', async () => {
  const target = await open(BUS, 'export const handler = () => 1;');
  const told = hear(target.observers, 4);
  expect(await put(target, ['PUSH', 1], ['DELETE', 2], ['PUSH', 3])).toMatchObject({ FailedEntryCount: 0 });
  expect((await told).toSorted()).toEqual(['delivered 1', 'delivered 3', 'processed 1', 'processed 3']);
});

test('a consumer that fails has been given the event, and is not done with it', async () => {
  const target = await open(BUS, 'export const handler = () => { throw new Error("no"); };');
  const told = hear(target.observers, 2);
  await put(target, ['PUSH', 1]);
  expect(await told).toEqual(['delivered 1', 'failed 1']);
});

test('a consumer that is a target by itself is given everything, whatever the rules say', async () => {
  const target = await open({ kind: 'consumer', name: 'taker' }, 'export const handler = () => 1;');
  const told = hear(target.observers, 2);
  await put(target, ['DELETE', 2]);
  expect(await told).toEqual(['delivered 2', 'processed 2']);
});

test('a consumer that the configuration does not have is a problem, with the one that may be meant', async () => {
  const opens = openTarget(opening({ kind: 'consumer', name: 'takr' }, 'export const handler = () => 1;'));
  await expect(opens).rejects.toMatchObject({
    code: 'CONSUMER_UNKNOWN',
    message: 'Cannot send to it: "takr" is not a consumer of the configuration, did you mean "taker"',
  });
});
