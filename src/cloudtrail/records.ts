import type { RecordEmission } from '../eventbridge/emission.ts';
import { seeded } from '../random.ts';
import type { Activity } from '../registry/activity.ts';
import type { Options } from '../scenario/options.ts';
import type { Profile } from '../scenario/scenario.ts';
import { documented } from './profile/documented.ts';
import { observed } from './profile/observed.ts';
import type { CloudTrailRecord } from './record.ts';
import type { Circumstances, Wording } from './wording.ts';

const PROFILES: Readonly<Record<Profile, Wording>> = { observed, documented };

/** Words what happened as CloudTrail records, one or more a happening, in the order of the activity. */
export function toRecords(
  activity: Activity,
  how: { readonly profile: Profile; readonly seed: number | string; readonly options: Options },
): readonly RecordEmission[] {
  const wording = PROFILES[how.profile];
  const random = seeded(how.seed).fork('cloudtrail');
  const circumstances: Circumstances = {
    account: activity.account,
    region: activity.region,
    options: how.options,
    id: () => random.uuid(),
  };
  const emissions: RecordEmission[] = [];
  const emit = (at: number, cause: number, record: CloudTrailRecord) => {
    emissions.push({ channel: 'cloudtrail', at, cause, record, text: JSON.stringify(record) });
  };
  for (const happening of activity.happenings) {
    if (happening.kind === 'call') emit(happening.at, happening.index, wording.call(happening, circumstances));
    else for (const record of wording.service(happening, circumstances)) emit(happening.at, happening.index, record);
  }
  return emissions;
}
