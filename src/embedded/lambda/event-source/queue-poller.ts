import { Fault } from '../../../wire/fault.ts';
import type { Agenda } from '../../agenda.ts';
import type { Received } from '../../sqs/receiving.ts';
import type { Functions } from '../functions.ts';
import { filtered, openFilter } from './filter.ts';
import { readItemFailures } from './item-failures.ts';
import type { Mapping, Poller, Sources } from './mapping.ts';
import { queueRecord } from './queue-records.ts';

/** After a batch that was failed whole, the next waits a little: what comes back at once must not be tried for ever at one moment. */
const REST_AFTER_FAILURE = 1_000;

/** One receipt gives no more messages than this. */
const MOST_AT_ONCE = 10;

/** Feeds a function from a queue. What the function fails stays in flight until its visibility time-out, and then comes again. */
export function pollQueue(
  mapping: Mapping,
  { queues }: Pick<Sources, 'queues'>,
  functions: Pick<Functions, 'invoke'>,
  agenda: Agenda,
): Poller {
  const { source, settings } = mapping;
  const passes = openFilter(settings.filters);
  let planned: (() => void) | undefined;
  let polling = false;
  let restingUntil = 0;

  function plan(delay: number): void {
    planned ??= agenda.after(Math.max(delay, restingUntil - agenda.now()), async () => {
      planned = undefined;
      polling = true;
      let took: boolean;
      try {
        took = await poll();
      } finally {
        polling = false;
      }
      // Messages may be ready and yet not to be had, behind others of their group: then the queue tells when they are.
      if (took) consider();
    });
  }

  /** Batches wait for their window, unless there is enough already. */
  function consider(): void {
    if (polling || stopped) return;
    const { ready } = queues.at(source).counts();
    if (ready === 0) return;
    if (ready >= settings.batchSize || settings.batchingWindow === 0) {
      planned?.();
      planned = undefined;
      plan(0);
    } else {
      plan(settings.batchingWindow * 1000);
    }
  }

  /** Feeds one batch; `false` if there was nothing to be had. */
  async function poll(): Promise<boolean> {
    const taken = await take();
    const batch = taken.filter((received) => {
      const record = queueRecord(received, source);
      if (passes({ ...record, body: filtered(record.body) })) return true;
      // What no pattern wants is done with.
      queues.delete(source, received.receiptHandle);
      return false;
    });
    if (batch.length > 0) {
      const handles = await handled(batch);
      if (handles.length === 0) restingUntil = agenda.now() + REST_AFTER_FAILURE;
      for (const handle of handles) queues.delete(source, handle);
    }
    return taken.length > 0;
  }

  async function take(): Promise<Received[]> {
    const taken: Received[] = [];
    while (taken.length < settings.batchSize) {
      const most = Math.min(MOST_AT_ONCE, settings.batchSize - taken.length);
      const received = await queues.receive(source, { most, wait: 0 });
      if (received.length === 0) break;
      taken.push(...received);
    }
    return taken;
  }

  /** Runs the function on a batch, and gives the receipts of what it has dealt with. */
  async function handled(batch: readonly Received[]): Promise<string[]> {
    const Records = batch.map((received) => queueRecord(received, source));
    const answer = await call(mapping, functions, { Records });
    if (answer === FAILED) return [];
    const ids = new Set(batch.map(({ message }) => message.messageId));
    const failures = settings.reportsItemFailures ? readItemFailures(answer, ids) : new Set<string>();
    if (failures === 'all') return [];
    return batch.filter(({ message }) => !failures.has(message.messageId)).map(({ receiptHandle }) => receiptHandle);
  }

  let stopped = false;
  const unwatch = queues.watch(source, consider);
  return {
    stop: () => {
      stopped = true;
      planned?.();
      unwatch();
    },
  };
}

/** That the function has failed, or could not be run. */
export const FAILED = Symbol('failed');

/** Runs a mapping's function and gives what it answered. A function that is throttled has failed, as far as a mapping goes. */
export async function call({ called }: Mapping, functions: Pick<Functions, 'invoke'>, event: object): Promise<unknown> {
  try {
    const { payload, functionError } = await functions.invoke(called.name, JSON.stringify(event), {
      type: 'RequestResponse',
    });
    return functionError === undefined ? (JSON.parse(payload ?? 'null') as unknown) : FAILED;
  } catch (error) {
    if (error instanceof Fault) return FAILED;
    throw error;
  }
}
