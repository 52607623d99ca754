import type { Emission } from '../eventbridge/emission.ts';
import type { JsonObject } from '../registry/activity.ts';
import { textAt, type Fact } from './said.ts';

/** What a recording listened to. What came by another way is not missing from it. */
export interface Channels {
  /** Events that are no record's. */
  readonly native: boolean;
  /** Records themselves: log files, event history, log groups. */
  readonly records: boolean;
  /** Events via CloudTrail that a rule in state ENABLED sees. */
  readonly enabled: boolean;
  /** Also those that only a rule in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS sees. */
  readonly all: boolean;
}

const READ = /^(?:Get|List|Describe)/;

/** Works out what a recording listened to from what it heard. */
export function channelsOf(facts: readonly Fact[]): Channels {
  const all = facts.some(({ asEvent, record }) => asEvent && READ.test(textAt(record, 'eventName') ?? ''));
  return {
    native: facts.some(({ event }) => event !== undefined),
    records: facts.some(({ asRecord }) => asRecord),
    enabled: all || facts.some(({ asEvent }) => asEvent),
    all,
  };
}

/** Whether a recording of these channels tells of what an emission tells of. */
export function hears({ native, records, enabled, all }: Channels, emission: Emission): boolean {
  if (emission.channel === 'eventbridge') return emission.origin === 'native' && native;
  return records || busHears({ enabled, all }, emission.record as unknown as JsonObject);
}

/** Whether the rule that a recording was made with hears of a record. */
export function busHears({ enabled, all }: Pick<Channels, 'enabled' | 'all'>, record: JsonObject): boolean {
  const isRead = textAt(record, 'eventType') !== 'AwsServiceEvent' && READ.test(textAt(record, 'eventName') ?? '');
  return enabled && (all || !isRead);
}
