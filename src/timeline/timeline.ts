import type { Instant, Milliseconds } from '../clock.ts';
import type { Emission, EventEmission } from '../eventbridge/emission.ts';
import type { BusEvent } from '../eventbridge/event.ts';
import type { Mishap } from '../scenario/mishap.ts';
import type { Cause } from './caused.ts';
import { inArrivalOrder } from './order.ts';

/** One arrival on the bus. */
export interface Delivery {
  /** When it arrives, on the registry's clock. */
  readonly at: Instant;
  /** When it was emitted: `at` less its latency and whatever faults did. */
  readonly emittedAt: Instant;
  readonly event: BusEvent;
  /** See `EventEmission.reaches`. */
  readonly reaches: 'enabled' | 'all';
  /** See `RecordEmission.noise`. */
  readonly noise?: true;
  /** Of what a consumer has brought about itself; the scenario knows nothing of it. */
  readonly causedBy?: Cause;
  /** The faults that touched it, in order; empty for an undisturbed arrival. */
  readonly faults: readonly string[];
  /** What befalls the AWS calls of an invocation with it, the first time that each consumer is invoked. */
  readonly mishaps?: readonly Mishap[];
  /** That it is handled at the same time as others of its group, which arrive in that moment, too. */
  readonly together?: Together;
}

/** How the invocations of one arrival are interleaved with those of others. */
export interface Together {
  readonly group: string;
  /** Which of the group it is, from 1. */
  readonly position: number;
  /** Whose call is carried out next, by position. */
  readonly turns: readonly number[];
}

/** Deliveries in the order they arrive. */
export type Timeline = readonly Delivery[];

/** How long after it happened an event reaches the bus. */
export interface Latency {
  readonly native: Milliseconds;
  readonly cloudtrail: Milliseconds;
}

/**
 * Lays emitted events out by the moment each reaches the bus. CloudTrail's own records never reach it and are left out,
 * and so are events of another Region or account, which are on the bus there.
 */
export function toTimeline(emissions: readonly Emission[], latency: Latency): Timeline {
  const deliveries = emissions.filter(isEvent).map(({ at, event, reaches, origin, noise }): Delivery => ({
    at: at + latency[origin],
    emittedAt: at,
    event,
    reaches,
    ...(noise === undefined ? {} : { noise }),
    faults: [],
  }));
  return inArrivalOrder(deliveries);
}

function isEvent(emission: Emission): emission is EventEmission {
  return emission.channel === 'eventbridge' && emission.elsewhere !== true;
}
