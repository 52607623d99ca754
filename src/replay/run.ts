import type { Receipt } from '../bus/bus.ts';
import type { Delivery } from '../timeline/timeline.ts';

/** Everything that happened while a timeline was played into a bus. */
export interface Run {
  readonly bus: string;
  readonly cannot: Readonly<Record<string, string>>;
  readonly arrivals: readonly (Receipt & { readonly delivery: Delivery })[];
}
