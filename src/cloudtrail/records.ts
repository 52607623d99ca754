import type { RecordEmission } from '../eventbridge/emission.ts';
import { seeded } from '../random.ts';
import type { Activity } from '../registry/activity.ts';
import type { Options } from '../scenario/options.ts';
import type { Profile } from '../scenario/scenario.ts';
import { documented } from './profile/documented.ts';
import { observed } from './profile/observed.ts';
import type { CloudTrailRecord } from './record.ts';
import { recordText } from './record-text.ts';
import type { Circumstances, Wording } from './wording.ts';

const PROFILES: Readonly<Record<Profile, Wording>> = { observed, documented };

/** How records are worded. */
interface How {
  readonly profile: Profile;
  readonly seed: number | string;
  readonly options: Options;
}

/** Words what happened as CloudTrail records, one or more a happening, in the order of the activity. */
export function toRecords(activity: Activity, how: How): readonly RecordEmission[] {
  const word = recorder(activity, how);
  const emissions: RecordEmission[] = [];
  for (const happening of activity.happenings) emissions.push(...word(happening));
  return emissions;
}

/** The same for an activity that is still going on: words its happenings as they come, in their order. */
export function recorder(
  { account, region }: Pick<Activity, 'account' | 'region'>,
  how: How,
): (happening: Activity['happenings'][number]) => readonly RecordEmission[] {
  const wording = PROFILES[how.profile];
  const random = seeded(how.seed).fork('cloudtrail');
  const circumstances: Circumstances = { account, region, options: how.options, id: () => random.uuid() };
  const emission = (at: number, cause: number, record: CloudTrailRecord): RecordEmission => ({
    channel: 'cloudtrail',
    at,
    cause,
    record,
    text: recordText(record),
  });
  return (happening) => {
    const { at, index } = happening;
    return happening.kind === 'call'
      ? [emission(at, index, wording.call(happening, circumstances))]
      : wording
          .service(happening, circumstances)
          .map((record) =>
            happening.trailOnly === true
              ? { ...emission(at, index, record), trailOnly: true as const }
              : emission(at, index, record),
          );
  };
}
