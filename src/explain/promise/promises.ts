import type { Topic } from '../../verdict/finding.ts';
import type { Page } from '../page.ts';
import { CONSUMER } from './consumer.ts';
import { HAPPENING } from './happening.ts';
import { UNSAID } from './unsaid.ts';

/** A page on every kind of promise. */
export const PROMISE_PAGES: Readonly<Record<Topic, Page>> = { ...HAPPENING, ...CONSUMER, ...UNSAID };
