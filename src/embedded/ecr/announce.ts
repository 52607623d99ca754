import { toRecords } from '../../cloudtrail/records.ts';
import { toEvents } from '../../eventbridge/events.ts';
import type { Activity } from '../../registry/activity.ts';
import type { Options } from '../../scenario/options.ts';
import { DEFAULT_LATENCY } from '../../timeline/latency.ts';
import type { Estate } from '../assemble.ts';

type Happenings = Activity['happenings'];

/**
 * Tells of what has happened as AWS does: records go to the account's trails, events reach its default bus, ECR's own a second later
 * and those via CloudTrail a minute, as in a rehearsal.
 */
export function announcer(estate: Estate, options: Options, seed: string): (happenings: Happenings) => void {
  const { account, region, agenda } = estate;
  return (happenings) => {
    const [first] = happenings;
    if (first === undefined) return;
    const now = agenda.now();
    const activity: Activity = { account, region, happenings, failures: [], ended: now };
    // Each lot is worded for itself, with ids of its own: what was told before is not gone through again.
    const how = { profile: 'observed', seed: `${seed}/${first.index}`, options } as const;
    const records = toRecords(activity, how);
    for (const { record, at, text } of records) estate.trails.take(record, at, text);
    for (const { event, at, origin, reaches } of toEvents(activity, records, how)) {
      // What happens elsewhere is told of there.
      if (event.account !== account || event.region !== region) continue;
      agenda.after(at + DEFAULT_LATENCY[origin] - now, async () => {
        await estate.buses.accept(event, { reaches }).sent;
      });
    }
  };
}
