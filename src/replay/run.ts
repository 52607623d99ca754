import type { LeftMessage, Receipt } from '../bus/bus.ts';
import type { Invocation, Orphan, Refusal } from '../consumer/consumer.ts';
import type { Caused, Endless } from '../timeline/caused.ts';
import type { Delivery } from '../timeline/timeline.ts';

/** Everything that happened while a timeline was played into a bus. */
export interface Run {
  readonly bus: string;
  readonly cannot: Readonly<Record<string, string>>;
  readonly arrivals: readonly (Receipt & { readonly delivery: Delivery })[];
  /** What AWS has said of the consumers' own calls of ECR, in the order it came about; what of it has arrived is among the arrivals. */
  readonly caused?: readonly Caused[];
  /** That consumers set each other off for ever by what they do in the registry: it was stopped there. */
  readonly endless?: Endless;
  /** What schedules have set off where nothing arrived that it could be told with. */
  readonly unprompted?: readonly Invocation[];
  /** What lies in the queues of the rehearsal's AWS when everything is over; absent where the bus cannot tell. */
  readonly left?: readonly LeftMessage[];
  /** Connections that were refused outside any invocation: at an import that no event followed, or by what an invocation left running. */
  readonly strayRefusals?: readonly Refusal[];
  /** Consumers of which only the AWS calls are seen, where the scenario asks for more. */
  readonly unseenRequests?: readonly string[];
  /** What consumers left running that failed when nobody waited for it any more. */
  readonly orphans?: readonly Orphan[];
}
