import { request } from 'node:http';
import type { Milliseconds } from '../../clock.ts';
import type { AwsCall, ImageSpec, Invocation } from '../../consumer/consumer.ts';
import type { LoadableConsumer, Surroundings } from '../../consumer/load-consumer.ts';
import { callBus } from '../../embedded/outward.ts';
import { Problem } from '../../problem.ts';
import { toMilliseconds } from '../../scenario/duration.ts';
import { removeContainer } from '../localstack/container.ts';
import { openLedger } from '../remote/ledger.ts';
import { PREFIX } from '../remote/resource.ts';
import { openContainerDoor } from './door.ts';
import { openDocker } from './start-image.ts';

/** Lambda's own default. */
const DEFAULT_TIMEOUT = '3s';

/** The path at which images for Lambda are invoked: https://docs.aws.amazon.com/lambda/latest/dg/images-test.html */
const INVOCATIONS = '/2015-03-31/functions/function/invocations';

/**
 * Starts the container of a consumer. Its AWS is that of the rehearsal, behind a door of its own: whatever comes through it is the
 * consumer's.
 */
export async function openImage(
  name: string,
  spec: ImageSpec,
  surroundings: Surroundings,
): Promise<LoadableConsumer & AsyncDisposable> {
  const { embedded, region, random, endless = false } = surroundings;
  if (spec.port === undefined && !endless) {
    throw new Problem(
      'CONFIG_INVALID',
      `Cannot rehearse with consumer "${name}": an image without "port" fetches its own work, for which the time of a rehearsal does not stand still, wanted "port" or "ecreplay serve"`,
    );
  }
  const attempt = `start consumer "${name}"`;
  const run = crypto.randomUUID().slice(0, 8);
  const container = { kind: 'container', name: `${PREFIX}${run}-consumer` } as const;
  const ledger = openLedger(`${run}-consumer`, { bus: 'localstack', account: '', region });
  /** The calls of the invocation that goes on; those of a worker belong to none. */
  let calls: AwsCall[] = [];
  let client = { consumer: name, requestId: '', eventId: '' };
  const { door, started } = await callBus(async () => {
    const docker = await openDocker(attempt);
    const door = await openContainerDoor(
      (asked) => {
        const record = (call: AwsCall): void => void calls.push(call);
        return embedded(asked, { answers: spec.answers, client, record });
      },
      await docker.gateway(),
    );
    const environment = { ...AWS(region), ...spec.environment, AWS_ENDPOINT_URL: door.url };
    ledger.enter(container);
    try {
      return { door, started: await docker.start(spec, { name: container.name, run, environment }) };
    } catch (error) {
      await removeContainer(container.name);
      ledger.strike(container);
      await door[Symbol.asyncDispose]();
      throw error;
    }
  });

  return {
    name,
    ledgers: [],
    unclaimed: () => undefined,
    load: () => Promise.resolve(),
    invoke: async (event, { at, emittedAt, rule, eventId, requestId = random.uuid() }) => {
      if (started.url === undefined) {
        throw new Problem(
          'CONFIG_INVALID',
          `Cannot invoke consumer "${name}": it is an image that fetches its own work, wanted "port" or a rule that sends to what it polls`,
        );
      }
      calls = [];
      client = { consumer: name, requestId, eventId };
      const began = performance.now();
      const limit = toMilliseconds(spec.timeout ?? DEFAULT_TIMEOUT);
      const url = `${started.url}${INVOCATIONS}`;
      const outcome = await callBus(() => invoke(url, JSON.stringify(event), limit));
      const took = performance.now() - began;
      return { consumer: name, rule, eventId, requestId, at, emittedAt, took, outcome, calls, refusals: [] };
    },
    [Symbol.asyncDispose]: () =>
      callBus(async () => {
        const failure = await started.failure().catch(() => undefined);
        if (failure !== undefined) surroundings.orphaned(name, new Error(failure));
        await removeContainer(container.name);
        ledger.strike(container);
        await door[Symbol.asyncDispose]();
      }),
  };
}

/** What an SDK wants to know before it makes a call. The credentials are those of AWS's documentation. */
function AWS(region: string): Readonly<Record<string, string>> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: 'AQoEXAMPLEH4aoAH0gNCAPyJxz4BlCFFxWNE1OPTgk5TthT',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Invokes a function in a container, and waits for its end. */
function invoke(url: string, body: string, limit: Milliseconds): Promise<Invocation['outcome']> {
  return new Promise((resolve) => {
    const asked = request(
      url,
      { method: 'POST', headers: { 'content-type': 'application/json' }, agent: false },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve(outcomeOf(text)));
      },
    );
    asked.setTimeout(limit, () => {
      resolve({ kind: 'timed-out', after: limit });
      asked.destroy();
    });
    asked.on('error', ({ name, message }) => resolve({ kind: 'threw', error: { name, message } }));
    asked.end(body);
  });
}

/** What a function throws comes as an answer like any other, but for its members. */
function outcomeOf(text: string): Invocation['outcome'] {
  let value: unknown;
  try {
    value = text === '' ? null : JSON.parse(text);
  } catch {
    return {
      kind: 'threw',
      error: { name: 'Runtime.InvalidResponse', message: `it has answered no JSON: ${text.slice(0, 200)}` },
    };
  }
  const { errorType, errorMessage } = (value ?? {}) as {
    readonly errorType?: unknown;
    readonly errorMessage?: unknown;
  };
  if (typeof errorType !== 'string') return { kind: 'returned', value };
  return { kind: 'threw', error: { name: errorType, message: typeof errorMessage === 'string' ? errorMessage : '' } };
}
