import type { TableIndexSpec, TableSpec } from '../bus/resource/resources.ts';
import { type ChecksOf, each, isRecord, list, name, object, optional, shape, wanted } from './config-checks.ts';

const tableKey = wanted(
  "an attribute's name, or { name, type } with the type S, N or B",
  (value) =>
    (typeof value === 'string' && value !== '') ||
    (isRecord(value) &&
      typeof value['name'] === 'string' &&
      ['S', 'N', 'B'].includes(String(value['type'])) &&
      Object.keys(value).length === 2),
);
const projection = wanted(
  '"ALL", "KEYS_ONLY" or a list of attributes',
  (value) =>
    value === 'ALL' ||
    value === 'KEYS_ONLY' ||
    (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')),
);
/** What a table of DynamoDB has to be. */
export const table = shape({
  partitionKey: tableKey,
  sortKey: optional(tableKey),
  timeToLive: optional(name),
  indexes: optional(
    each(
      shape({
        partitionKey: tableKey,
        sortKey: optional(tableKey),
        projection: optional(projection),
      } satisfies ChecksOf<TableIndexSpec>),
    ),
  ),
  items: optional(list(object)),
} satisfies ChecksOf<TableSpec>);
