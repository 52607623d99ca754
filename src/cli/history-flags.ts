import type { Profile } from '../scenario/scenario.ts';

/** How the event history can be printed. */
export const FORMATS = ['table', 'json', 'csv'] as const;

/** What `ecreplay history` may be told. */
export interface HistoryFlags {
  /** `EventName=PutImage`. */
  readonly attribute?: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly format: (typeof FORMATS)[number];
  readonly seed?: number | string;
  readonly profile?: Profile;
}
