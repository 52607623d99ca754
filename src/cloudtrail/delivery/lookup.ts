import type { Instant } from '../../clock.ts';
import type { HistoryEntry } from './history-entry.ts';

/** What the event history can be searched by, one at a time. */
export const LOOKUP_KEYS = [
  'EventId',
  'EventName',
  'ReadOnly',
  'Username',
  'ResourceType',
  'ResourceName',
  'EventSource',
  'AccessKeyId',
] as const;

/** A search: the attribute that an event has to have, and the time it has to be of. */
export interface Lookup {
  readonly attribute?: { readonly key: (typeof LOOKUP_KEYS)[number]; readonly value: string };
  /** Both ends belong to it. */
  readonly from?: Instant;
  readonly until?: Instant;
}

/** Whether an entry of the event history is one that is looked for. Values count to the letter. */
export function isLookedFor(entry: HistoryEntry, { attribute, from = -Infinity, until = Infinity }: Lookup): boolean {
  const at = entry.EventTime * 1000;
  if (at < from || at > until) return false;
  if (attribute === undefined) return true;
  const { key, value } = attribute;
  switch (key) {
    case 'ResourceType':
      return entry.Resources.some(({ ResourceType }) => ResourceType === value);
    case 'ResourceName':
      return entry.Resources.some(({ ResourceName }) => ResourceName === value || lastPart(ResourceName) === value);
    default:
      return entry[key] === value;
  }
}

/** A repository is known by its ARN and by its name. */
function lastPart(arn: string): string {
  return arn.slice(arn.indexOf('/') + 1);
}
