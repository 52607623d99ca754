import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Message } from '@aws-sdk/client-sqs';
import type { Delivery } from '../../../timeline/timeline.ts';
import { REPLAYED, REPLAYED_READING } from './clone-pattern.ts';

/** What says only that the way is open, or that nothing more is on it. */
export const CANARY = 'canary';
export const SENTINEL = 'sentinel';

/** Puts an event into the envelope: the whole of it is the detail, where EventBridge looks at no source. */
export function enveloped(
  { event, reaches }: Delivery,
  { number, bus, source, trace }: { number: string; bus: string; source: string; trace: string },
): PutEventsRequestEntry {
  return {
    EventBusName: bus,
    Source: source,
    DetailType: reaches === 'all' ? REPLAYED_READING : REPLAYED,
    Resources: [number],
    Detail: JSON.stringify(event),
    TraceHeader: traceOf(number, trace),
  };
}

/** An envelope of our own. */
export function control(
  DetailType: typeof CANARY | typeof SENTINEL,
  detail: object,
  { number, bus, source }: { number: string; bus: string; source: string },
): PutEventsRequestEntry {
  return { EventBusName: bus, Source: source, DetailType, Resources: [number], Detail: JSON.stringify(detail) };
}

/**
 * A trace whose root says which delivery it is of. EventBridge hands it on to its targets, beside the input: a consumer gets what it
 * would get without it.
 */
function traceOf(number: string, trace: string): string {
  return `Root=1-${trace}-${Number(number).toString(16).padStart(24, '0')};Sampled=0`;
}

/** The number of the delivery that a message came of, if the trace has come with it. */
export function numberOf({ Attributes }: Message, trace: string): string | undefined {
  const [, its, number = ''] = /Root=1-([0-9a-f]{8})-([0-9a-f]{24})/.exec(Attributes?.['AWSTraceHeader'] ?? '') ?? [];
  return its === trace ? String(Number.parseInt(number, 16)) : undefined;
}
