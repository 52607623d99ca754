import type { Promises } from '../place.ts';
import { PUBLISHING } from './publishing.ts';
import { SUBSCRIPTIONS } from './subscriptions.ts';
import { TOPICS } from './topics.ts';

/** What SNS promises. */
export const SNS: Promises = { ...TOPICS, ...PUBLISHING, ...SUBSCRIPTIONS };
