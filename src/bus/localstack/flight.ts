import type { Milliseconds } from '../../clock.ts';
import type { Delivery } from '../../timeline/timeline.ts';
import type { Arrival } from '../account-bus.ts';

/** One delivery on its way. */
export interface Flight {
  readonly delivery: Delivery;
  readonly matched: string[];
  readonly misled: string[];
  readonly arrival: Arrival;
  sentAt: Milliseconds;
}
