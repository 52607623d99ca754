import type { Count } from '../../scenario/expectation.ts';
import { judgeCloudTrail } from '../cloudtrail.ts';
import { judgeEvent } from '../event.ts';
import type { Finding } from '../finding.ts';
import { type Asked, type AskedPattern, checkCount, NO_EXPECTATION, toPattern } from './asked.ts';

/** How often, and among which. */
export interface AskedEvents {
  /** At least once unless told. */
  readonly times?: Count;
  /** all: also the Get, List and Describe calls that only a rule in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS sees. */
  readonly managementEvents?: 'enabled' | 'all';
}

/** Whether events that match a pattern have arrived on the bus, after whatever faults did to them. */
export function askDelivered(asked: Asked, pattern: AskedPattern, options: AskedEvents = {}): Finding {
  const { times = { atLeast: 1 }, managementEvents = 'enabled' } = options;
  const expectation = { pattern: toPattern(pattern), delivered: checkCount(times), managementEvents };
  return judgeEvent(expectation, NO_EXPECTATION, asked)[0]!;
}

/** Whether ECR and CloudTrail have emitted events that match a pattern, wherever they got to. */
export function askEmitted(asked: Asked, pattern: AskedPattern, options: AskedEvents = {}): Finding {
  const { times = { atLeast: 1 }, managementEvents = 'enabled' } = options;
  const expectation = { pattern: toPattern(pattern), times: checkCount(times), managementEvents };
  return judgeEvent(expectation, NO_EXPECTATION, asked)[0]!;
}

/** Whether CloudTrail has recorded calls that match a pattern; a text is the name of an operation. */
export function askRecorded(
  asked: Asked,
  pattern: AskedPattern,
  { times = { atLeast: 1 } }: AskedEvents = {},
): Finding {
  const wanted = typeof pattern === 'string' ? { eventName: [pattern] } : pattern;
  return judgeCloudTrail({ pattern: wanted, times: checkCount(times) }, NO_EXPECTATION, asked)[0]!;
}
