import type { Emission, EventEmission, RecordEmission } from '../eventbridge/emission.ts';
import type { Activity } from '../registry/activity.ts';
import type { Run } from '../replay/run.ts';
import type { Rule, TargetPlace } from '../rule/rule.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Everything a judge may look at. */
export interface Hearing {
  readonly scenario: Scenario;
  readonly activity: Activity;
  readonly emissions: readonly Emission[];
  readonly run: Run;
  readonly rules: readonly Rule[];
  /** What consumers are given their events by, where no rule targets them. */
  readonly feeds?: Feeds;
}

/** By the name of a consumer: the queues, topics, streams, log groups, buckets and state machines that call it. */
export type Feeds = Readonly<
  Record<string, readonly { readonly kind: TargetPlace | 'bucket'; readonly name: string }[]>
>;

/** The CloudTrail records among the emissions, in their order; without noise, of which nothing is expected. */
export function recordsOf(emissions: readonly Emission[]): readonly RecordEmission[] {
  return emissions.filter((emission) => emission.channel === 'cloudtrail').filter(({ noise }) => noise !== true);
}

/** The EventBridge events among the emissions, in their order. */
export function eventsOf(emissions: readonly Emission[]): readonly EventEmission[] {
  return emissions.filter((emission) => emission.channel === 'eventbridge').filter(({ noise }) => noise !== true);
}
