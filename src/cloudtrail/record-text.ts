import type { JsonObject } from '../registry/activity.ts';
import type { CloudTrailRecord } from './record.ts';

const identities = new WeakMap<JsonObject, string>();

/**
 * A record as JSON, the same as `JSON.stringify` writes. Who acted is nearly half of a record and is said over and over
 * with the same object, so it is written once.
 */
export function recordText(record: CloudTrailRecord): string {
  let text = '';
  for (const key in record) {
    const value: unknown = record[key as keyof CloudTrailRecord];
    if (value === undefined) continue;
    text += text === '' ? `{"${key}":` : `,"${key}":`;
    // A record that is quoted may name nobody here.
    if (key === 'userIdentity' && typeof value === 'object' && value !== null)
      text += identityText(value as JsonObject);
    else text += JSON.stringify(value);
  }
  return `${text}}`;
}

function identityText(identity: JsonObject): string {
  let text = identities.get(identity);
  if (text === undefined) identities.set(identity, (text = JSON.stringify(identity)));
  return text;
}
