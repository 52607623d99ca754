import type { Service } from '../service.ts';
import { lookupOperations } from './lookup-operations.ts';
import { selectorOperations } from './selector-operations.ts';
import { trailOperations } from './trail-operations.ts';

/** AWS CloudTrail: trails, what they log, and the event history; over what the account has recorded. */
export const cloudtrail: Service = ({ trails }) => ({
  ...trailOperations(trails),
  ...selectorOperations(trails),
  ...lookupOperations(trails),
});
