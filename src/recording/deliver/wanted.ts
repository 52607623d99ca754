import type { Instant } from '../../clock.ts';
import { compilePattern } from '../../pattern/index.ts';
import type { Delivery } from '../../timeline/timeline.ts';
import { type DeadLetter, type Recorded } from '../recorded.ts';

/** By what deliveries are in order: when each happened, or when each arrived where it was recorded. */
export type Order = 'event' | 'arrival';

/** Which part of a recording is delivered, and in which order. */
export interface DeliverWish {
  /** What happened from then on. */
  readonly from?: Instant;
  /** What happened before then. */
  readonly to?: Instant;
  /** In EventBridge's language, as JSON. */
  readonly pattern?: string;
  /** Only calls that failed, actions that did not succeed, and what died. */
  readonly onlyFailures?: boolean;
  readonly order: Order;
}

/** Makes the question whether a delivery is wanted. */
export function wanted({
  from = -Infinity,
  to = Infinity,
  pattern,
  onlyFailures = false,
}: DeliverWish): (delivery: Delivery, recorded: Pick<Recorded, 'deadLetter'>) => boolean {
  const compiled = pattern === undefined ? undefined : compilePattern(pattern);
  return ({ event, emittedAt }, { deadLetter }) =>
    emittedAt >= from &&
    emittedAt < to &&
    (!onlyFailures || isFailure(event.detail, deadLetter)) &&
    (compiled === undefined || compiled.matches(event));
}

function isFailure(detail: Delivery['event']['detail'], deadLetter: DeadLetter | undefined): boolean {
  return (
    deadLetter !== undefined ||
    typeof detail['errorCode'] === 'string' ||
    [detail['result'], detail['scan-status'], detail['replication-status']].some(
      (outcome) => typeof outcome === 'string' && outcome.startsWith('FAIL'),
    )
  );
}
