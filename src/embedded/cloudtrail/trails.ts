import type { Instant } from '../../clock.ts';
import type { CloudTrailRecord } from '../../cloudtrail/record.ts';
import { isInHistory } from '../../cloudtrail/delivery/history-entry.ts';
import { drawLateness } from '../../cloudtrail/delivery/lateness.ts';
import type { Recorded } from '../../cloudtrail/delivery/recorded.ts';
import type { Scene } from '../scene.ts';

/** A record in the event history, and since when it can be looked up. */
export interface Remembered extends Recorded {
  readonly visibleAt: Instant;
}

/** CloudTrail of one account: what it has recorded, and the trails that carry it on. */
export interface Trails {
  /**
   * Takes in what an AWS service did, `at` the moment it happened on the agenda's clock. From there it goes into the event history and,
   * minutes later, into whatever its trails write. `text` is the record as compact JSON, where it is at hand.
   */
  take(record: CloudTrailRecord, at: Instant, text?: string): void;
  /** What can be looked up now, the newest first: ninety days of management events. */
  history(): readonly Remembered[];
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html */
const REMEMBERED = 90 * 86_400_000;

/** Opens CloudTrail for one account; nothing has been recorded yet. */
export function openTrails(scene: Scene): Trails {
  const random = scene.random.fork('cloudtrail');
  let remembered: Remembered[] = [];

  return {
    take: (record, at, text = JSON.stringify(record)) => {
      const visibleAt = at + drawLateness(random);
      if (isInHistory(record)) remembered.push({ at, record, text, visibleAt });
    },
    history: () => {
      const now = scene.now();
      remembered = remembered.filter(({ at }) => at >= now - REMEMBERED);
      return remembered.filter(({ visibleAt }) => visibleAt <= now).toSorted((a, b) => b.at - a.at);
    },
  };
}
