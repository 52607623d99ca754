import type { Instant } from '../../clock.ts';
import type { Problem } from '../../problem.ts';
import type { ReadingOptions } from '../file/open-recording.ts';
import { openRecording } from '../file/open-recording.ts';
import { isViaCloudTrail, toDelivery } from './to-delivery.ts';
import { type DeliverWish, wanted } from './wanted.ts';

/** What a recording holds of what is wanted, as far as it has to be known before the first delivery. */
export interface Survey {
  /** How many deliveries there are. */
  readonly count: number;
  /** How many of them are records in an envelope of ours. */
  readonly enveloped: number;
  /** When the first and the last of them arrive. */
  readonly first: Instant;
  readonly last: Instant;
  /** That the lines are in the order of the deliveries already. */
  readonly isSorted: boolean;
  /** Whose the first delivery is. */
  readonly account: string;
  readonly region: string;
  /** What could not be read. */
  readonly problems: readonly Problem[];
}

/** What is counted of lines of one kind. */
class Tally {
  count = 0;
  first: Instant = Infinity;
  last: Instant = -Infinity;
  isSorted = true;

  add(at: Instant): void {
    this.count += 1;
    if (at < this.last) this.isSorted = false;
    else this.last = at;
    if (at < this.first) this.first = at;
  }
}

/**
 * Looks through a recording once. Records are deliveries only where no event tells of such calls: otherwise both would tell of the same.
 */
export async function survey(file: string, wish: DeliverWish, options: ReadingOptions = {}): Promise<Survey> {
  const isWanted = wanted(wish);
  const all = new Tally();
  const events = new Tally();
  let whose: { readonly account: string; readonly region: string } | undefined;
  let hasCalls = false;
  const reading = await openRecording(file, options);
  for await (const batch of reading.batches) {
    for (const line of batch) {
      if (line.channel === 'eventbridge') hasCalls ||= isViaCloudTrail(line.event);
      const delivery = toDelivery(line, wish.order);
      if (!isWanted(delivery, line)) continue;
      all.add(delivery.at);
      if (line.channel === 'eventbridge') events.add(delivery.at);
      whose ??= delivery.event;
    }
  }
  const { count, first, last, isSorted } = hasCalls ? events : all;
  return {
    count,
    enveloped: count - events.count,
    first,
    last,
    isSorted,
    account: whose?.account ?? '',
    region: whose?.region ?? '',
    problems: reading.problems,
  };
}
