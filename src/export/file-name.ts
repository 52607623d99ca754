import type { BusEvent } from '../eventbridge/event.ts';

/** What an event is called among those of its scenario: by what it tells, so that a step more does not rename the others. */
export function eventName({ 'detail-type': kind, detail }: BusEvent): string {
  const { requestParameters, eventName: call, errorCode } = detail;
  const asked = isRecord(requestParameters) ? requestParameters : {};
  const tags = detail['image-tags'];
  const words =
    call === undefined
      ? [
          kind,
          detail['action-type'],
          detail['scan-status'],
          detail['sync-status'],
          detail['repository-name'],
          detail['image-tag'] ?? (Array.isArray(tags) ? (tags[0] as unknown) : undefined),
        ]
      : ['cloudtrail', call, errorCode, asked['repositoryName'], asked['imageTag']];
  return words
    .filter((word) => typeof word === 'string')
    .map((word) => slug(word.slice(word.lastIndexOf(':') + 1)))
    .filter((word) => word !== '')
    .join('-')
    .slice(0, 100);
}

/** Gives each event a name of its own: those that tell the same are counted, in their order. */
export function distinct(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  const taken = new Set<string>();
  return names.map((name) => {
    let nth = (seen.get(name) ?? 0) + 1;
    while (taken.has(nth === 1 ? name : `${name}-${nth}`)) nth += 1;
    seen.set(name, nth);
    const given = nth === 1 ? name : `${name}-${nth}`;
    taken.add(given);
    return given;
  });
}

/** Letters, digits, dots and dashes: a name for a file anywhere, and for a test event on Lambda. */
function slug(word: string): string {
  return word
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .toLowerCase();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
