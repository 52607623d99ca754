import type { Json, JsonObject } from '../../registry/activity.ts';

/** Members of ECR's answers that are moments: the registry has them in milliseconds, the wire in seconds. */
export const MOMENTS: ReadonlySet<string> = new Set([
  'createdAt',
  'endedAt',
  'expiresAt',
  'firstObservedAt',
  'imagePushedAt',
  'imageScanCompletedAt',
  'lastActivatedAt',
  'lastArchivedAt',
  'lastEvaluatedAt',
  'lastInUseAt',
  'lastObservedAt',
  'lastRecordedPullTime',
  'pushedAt',
  'startedAt',
  'updatedAt',
  'vendorCreatedAt',
  'vendorUpdatedAt',
  'vulnerabilitySourceUpdatedAt',
]);

/** Where an answer says that the registry is, and where it is served. */
export interface Whereabouts {
  readonly host: string;
  readonly endpoint: string | undefined;
}

/** Words an answer as the wire has it. Where it says how to reach the registry, it says how to reach the one that is served. */
export function toWire(answer: JsonObject, { host, endpoint }: Whereabouts): JsonObject {
  const served = endpoint?.replace(/^https?:\/\//, '') ?? host;

  function worded(value: Json, member: string): Json {
    if (typeof value === 'number') return MOMENTS.has(member) ? value / 1_000 : value;
    if (typeof value === 'string') return reachable(value, member);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item: Json) => worded(item, member));
    return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, worded(held, name)]));
  }

  function reachable(text: string, member: string): string {
    if (member === 'repositoryUri' && text.startsWith(`${host}/`)) return served + text.slice(host.length);
    return member === 'proxyEndpoint' ? (endpoint ?? text) : text;
  }

  return worded(answer, '') as JsonObject;
}
