import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import { backOff } from './back-off.ts';
import { fateOf } from './failure.ts';
import type { SdkClient } from './sdk.ts';

/**
 * What became of one entry.
 *
 * - `accepted`: the bus has it;
 * - `refused`: the bus will not have it;
 * - `unknown`: it was sent, no answer came, and to send it again could send it twice;
 * - `unsent`: it was not sent, because something is wrong with the way there.
 */
export type Sent =
  | { readonly kind: 'accepted'; readonly eventId: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown' | 'unsent'; readonly error: unknown };

/** How events are sent. The client must be one that asks only once. */
export interface Sending {
  readonly client: Pick<SdkClient<'eventbridge'>, 'putEvents'>;
  /** The real one, for the pauses between tries. */
  readonly clock: Clock;
  readonly random: Random;
  /** How often one entry is tried before its refusal is believed. */
  readonly attempts?: number;
}

/** How many entries a request takes: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
export const MOST_ENTRIES = 10;
/** How many bytes all entries of a request may come to, as `entrySize` counts them. */
export const MOST_BYTES = 1_048_576;
const ATTEMPTS = 8;
/** Of the codes of an entry, those that AWS wants tried again. */
export const RETRIABLE = new Set(['ThrottlingException', 'InternalFailure', 'InternalException']);

/**
 * Puts events on a bus, in batches, one batch after the other, and says what became of each.
 *
 * Only entries that were refused for now are sent again, after a pause; an entry whose fate is unknown never is.
 */
export async function putEvents(entries: readonly PutEventsRequestEntry[], sending: Sending): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  let lost: unknown;
  for (const batch of batchesOf(entries)) {
    const fates: readonly Sent[] =
      lost === undefined ? await putBatch(batch, sending) : batch.map(() => ({ kind: 'unsent', error: lost }));
    for (const fate of fates) if ('error' in fate) lost ??= fate.error;
    sent.push(...fates);
  }
  return sent;
}

/** Parts entries into requests, as large as PutEvents takes them. */
export function batchesOf(entries: readonly PutEventsRequestEntry[]): readonly (readonly PutEventsRequestEntry[])[] {
  const batches: PutEventsRequestEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const size = entrySize(entry);
    const last = batches.at(-1);
    if (last === undefined || last.length === MOST_ENTRIES || room < size) {
      batches.push([entry]);
      room = MOST_BYTES - size;
    } else {
      last.push(entry);
      room -= size;
    }
  }
  return batches;
}

/** The bytes that an entry counts for: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
export function entrySize({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: Sized): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((size, text) => size + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

/** Of an entry, what counts. */
type Sized = { readonly [Member in 'Time' | 'Source' | 'DetailType' | 'Detail']?: PutEventsRequestEntry[Member] } & {
  readonly Resources?: readonly string[] | undefined;
};

/** One entry on its way, and its place in the batch. */
interface Waiting {
  readonly at: number;
  readonly entry: PutEventsRequestEntry;
}

async function putBatch(batch: readonly PutEventsRequestEntry[], sending: Sending): Promise<readonly Sent[]> {
  const { client, clock, random, attempts = ATTEMPTS } = sending;
  const fates: Sent[] = [];
  let waiting: readonly Waiting[] = batch.map((entry, at) => ({ entry, at }));
  for (let tries = 0; waiting.length > 0; tries += 1) {
    if (tries > 0) await clock.sleep(backOff(tries - 1, random));
    const last = tries + 1 >= attempts;
    try {
      const { Entries = [] } = await client.putEvents({ Entries: waiting.map(({ entry }) => entry) });
      waiting = waiting.filter(({ at }, index) => {
        const { EventId: eventId, ErrorCode: code, ErrorMessage: message = '' } = Entries[index] ?? {};
        if (eventId !== undefined && code === undefined) fates[at] = { kind: 'accepted', eventId };
        else fates[at] = { kind: 'refused', code: code ?? 'NoAnswer', message };
        return !last && code !== undefined && RETRIABLE.has(code);
      });
    } catch (error) {
      const fate = fateOf(error);
      if (!last && (fate === 'throttled' || fate === 'unreached')) continue;
      for (const { at } of waiting) fates[at] = { kind: fate === 'unknown' ? 'unknown' : 'unsent', error };
      waiting = [];
    }
  }
  return fates;
}
