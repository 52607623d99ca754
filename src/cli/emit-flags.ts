import type { Profile } from '../scenario/scenario.ts';

/** What a scenario can be seen as on its way to the bus. */
export const STAGES = ['activity', 'emission', 'timeline'] as const;

/** The ways AWS speaks. */
export const CHANNELS = ['cloudtrail', 'eventbridge'] as const;

/** What `ecreplay emit` may be told. */
export interface EmitFlags {
  readonly channel?: (typeof CHANNELS)[number];
  readonly stage: (typeof STAGES)[number];
  readonly seed?: number | string;
  readonly profile?: Profile;
  /** Also the events that only a rule in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS sees. */
  readonly allManagementEvents?: boolean;
}
