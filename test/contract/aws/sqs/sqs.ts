import type { Promises } from '../place.ts';
import { BATCHES } from './batches.ts';
import { DEAD_LETTERS } from './dead-letters.ts';
import { FIFO } from './fifo.ts';
import { MESSAGES } from './messages.ts';
import { PERMISSIONS } from './permissions.ts';
import { QUEUES } from './queues.ts';

/** What SQS promises. */
export const SQS: Promises = { ...MESSAGES, ...BATCHES, ...FIFO, ...DEAD_LETTERS, ...PERMISSIONS, ...QUEUES };
