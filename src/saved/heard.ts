import type { Receipt } from '../bus/bus.ts';
import type { Delivery } from '../timeline/timeline.ts';
import { sayDuration } from '../verdict/say.ts';
import { aboutOf } from './about.ts';
import type { Book } from './book.ts';
import { writeInvocation } from './invocation.ts';
import type { Reasons } from './reasons.ts';
import { eventTitle } from './words.ts';

/** What became of an arrival, with the real time it took, where that was measured. */
export type Heard = Receipt & { readonly delivery: Delivery; readonly real?: number };

/** What the arrivals before have left for those that follow. */
export interface Hearers {
  /** Items of events, by the event's id. */
  readonly events: ReadonlyMap<string, string>;
  /** The invocation that was the last of each request. */
  readonly requests: Map<string, string>;
  readonly reasons: Reasons;
}

/** The items of an arrival and of the rules that matched it, by their names. */
export interface Written {
  readonly id: string | undefined;
  readonly matches: ReadonlyMap<string, string>;
}

/** Writes down an arrival, the rules that matched it, and the consumers that were invoked with it. */
export function writeHeard(book: Book, heard: Heard, { events, requests, reasons }: Hearers): Written {
  const { delivery, matched, invocations, unheard = {}, misled = [], unseen = [], real } = heard;
  const { at, emittedAt, event, faults, reaches, noise } = delivery;
  const told = events.get(event.id);
  const passedBy = reasons.of(event, reaches, matched);
  const shared = {
    at,
    ...(real !== undefined && { real }),
    ...aboutOf(event),
    eventId: event.id,
  };
  const id = book.add({
    lane: book.lane('bus', 'Bus'),
    kind: 'delivery',
    ...shared,
    title: eventTitle(event),
    ...(told !== undefined && { causes: [told], bodyOf: told }),
    ...(told === undefined && { body: event }),
    ...toneOf(delivery),
    notes: [
      ...(at > emittedAt ? [`It arrives ${sayDuration(at - emittedAt)} after it was emitted`] : []),
      ...faults.map((fault) => `Fault: ${fault}`),
      ...(noise === true ? ['It has nothing to do with the registry'] : []),
      ...misled.map((name) => `${name} was given something else than AWS would have given it`),
      ...unseen.map((name) => `${name} ran where neither its answers nor its calls are seen`),
      ...Object.entries(unheard).map(([name, why]) => `Nothing is known of ${name}: it ${why}`),
    ],
    matched,
    ...(passedBy !== undefined && { passedBy }),
  });
  const matches = new Map<string, string>();
  for (const rule of matched) {
    const match = book.add({
      lane: book.lane('rule', rule),
      kind: 'match',
      ...shared,
      title: eventTitle(event),
      ...(id !== undefined && { causes: [id], bodyOf: told ?? id }),
      ...toneOf(delivery),
    });
    if (match !== undefined) matches.set(rule, match);
  }
  for (const invocation of invocations) {
    const from = matches.get(invocation.rule) ?? id;
    writeInvocation(
      book,
      invocation,
      { ...shared, isOdd: faults.length > 0, ...(from !== undefined && { from }) },
      requests,
    );
  }
  return { id, matches };
}

function toneOf({ faults, noise }: Delivery): { readonly tone?: 'odd' | 'noise' } {
  if (noise === true) return { tone: 'noise' };
  return faults.length > 0 ? { tone: 'odd' } : {};
}
