import type { Promises } from '../place.ts';
import { CONSUMERS } from './consumers.ts';
import { RECORDS } from './records.ts';
import { SETTINGS } from './settings.ts';
import { SHARDS } from './shards.ts';
import { STREAMS } from './streams.ts';

/** What Kinesis Data Streams promises. */
export const KINESIS: Promises = { ...STREAMS, ...RECORDS, ...SHARDS, ...SETTINGS, ...CONSUMERS };
