import type { Promises } from '../place.ts';
import { EVENTS } from './events.ts';
import { FILTERS } from './filters.ts';
import { GROUPS } from './groups.ts';
import { INSIGHTS } from './insights.ts';
import { LIVE_TAIL } from './live-tail.ts';
import { MISSING } from './missing.ts';
import { POLICIES } from './policies.ts';

/** What CloudWatch Logs promises. */
export const LOGS: Promises = { ...GROUPS, ...EVENTS, ...FILTERS, ...POLICIES, ...LIVE_TAIL, ...INSIGHTS, ...MISSING };
