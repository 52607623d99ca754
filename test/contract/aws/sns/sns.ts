import type { Promises } from '../place.ts';
import { PLATFORMS } from './platforms.ts';
import { PUBLISHING } from './publishing.ts';
import { REPLAYS } from './replays.ts';
import { SUBSCRIPTIONS } from './subscriptions.ts';
import { TEXT_MESSAGES } from './text-messages.ts';
import { TOPICS } from './topics.ts';

/** What SNS promises. */
export const SNS: Promises = { ...TOPICS, ...PUBLISHING, ...SUBSCRIPTIONS, ...REPLAYS, ...PLATFORMS, ...TEXT_MESSAGES };
