import { toMilliseconds } from '../scenario/duration.ts';
import type { Latency } from './timeline.ts';

/**
 * How late events are unless a scenario says otherwise.
 *
 * Inference, not evidence: AWS publishes no figure for the way to EventBridge. ECR's own events were seen within about
 * a second; CloudTrail takes minutes to write log files, but hands events to EventBridge sooner than that.
 */
export const DEFAULT_LATENCY: Latency = { native: 1_000, cloudtrail: 60_000 };

/** Reads `delivery.latency` of a scenario; what it leaves out is `DEFAULT_LATENCY`. */
export function toLatency({ native, cloudtrail }: { readonly native?: string; readonly cloudtrail?: string }): Latency {
  return {
    native: native === undefined ? DEFAULT_LATENCY.native : toMilliseconds(native),
    cloudtrail: cloudtrail === undefined ? DEFAULT_LATENCY.cloudtrail : toMilliseconds(cloudtrail),
  };
}
