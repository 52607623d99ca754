import type { Instant, Milliseconds } from '../clock.ts';
import type { BusEvent } from '../eventbridge/event.ts';
import type { Count } from '../scenario/expectation.ts';
import { allows } from './count.ts';

/** `exactly once`, `at least 2 times`: how often something is meant to happen. */
export function sayTimes(count: Count): string {
  if (typeof count === 'number') return count === 0 ? 'never' : `exactly ${times(count)}`;
  const { atLeast, atMost } = count;
  if (atLeast !== undefined && atMost !== undefined) {
    return atLeast === atMost ? sayTimes(atLeast) : `${atLeast} to ${atMost} times`;
  }
  if (atLeast !== undefined) return `at least ${times(atLeast)}`;
  return atMost === undefined ? 'any number of times' : `at most ${times(atMost)}`;
}

/** `never emitted`, `emitted exactly once`: something done, and how often it is meant to be. */
export function sayDone(done: string, count: Count): string {
  return allows(count, 0) && !allows(count, 1) ? `never ${done}` : `${done} ${sayTimes(count)}`;
}

/** `0 times`, `once`, `2 times`: how often something did happen. */
export function times(many: number): string {
  return many === 1 ? 'once' : `${many} times`;
}

/** `1 event`, `2 events`. */
export function plural(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`;
}

/** A length of time at the two units that matter: `12ms`, `1.5s`, `2m 30s`, `14d`. */
export function sayDuration(duration: Milliseconds): string {
  if (duration < 1_000) return `${Number(duration.toFixed(1))}ms`;
  if (duration < 60_000) return `${Number((duration / 1_000).toFixed(2))}s`;
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const;
  const first = units.findIndex(([, size]) => duration >= size);
  let rest = duration;
  const parts = units.slice(first, first + 2).map(([unit, size]) => {
    const many = Math.floor(rest / size);
    rest -= many * size;
    return many === 0 ? '' : `${many}${unit}`;
  });
  return parts.filter((part) => part !== '').join(' ');
}

/** An instant as records word it, with fractions only where there are any. */
export function sayInstant(at: Instant): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** An event in a few words: `ECR Image Action PUSH SUCCESS web:1.4.2`, `PutImage of web via CloudTrail`. */
export function sayEvent({ detail, 'detail-type': kind }: BusEvent): string {
  if (typeof detail['eventName'] === 'string') return `${sayRecord(detail)} via CloudTrail`;
  // What is done, how it ended, to what: whichever of these an event has. Media types say nothing to the reader.
  const words = ['action-type', 'scan-status', 'sync-status', 'result'].map((member) => detail[member]);
  const tags = detail['image-tags'];
  const tag: unknown = detail['image-tag'] ?? (Array.isArray(tags) ? tags[0] : undefined);
  const repository = detail['repository-name'];
  const image = typeof tag === 'string' && typeof repository === 'string' ? `${repository}:${tag}` : repository;
  return [kind, ...words, image].filter((word) => typeof word === 'string').join(' ');
}

/** A record in a few words: `PutImage of web`, with its error where it has one. */
export function sayRecord(record: {
  readonly eventName?: unknown;
  readonly requestParameters?: unknown;
  readonly errorCode?: unknown;
}): string {
  const { eventName, requestParameters: request, errorCode } = record;
  const of =
    typeof request === 'object' && request !== null && 'repositoryName' in request ? request.repositoryName : undefined;
  const parts = [eventName, ...(typeof of === 'string' ? [`of ${of}`] : [])];
  return `${parts.join(' ')}${typeof errorCode === 'string' ? ` (${errorCode})` : ''}`;
}

/** Names in a row, repetitions drawn together: `A → B ×3 → C`. */
export function sayNames(names: readonly string[]): string {
  const runs: { readonly name: string; many: number }[] = [];
  for (const name of names) {
    const last = runs.at(-1);
    if (last?.name === name) last.many += 1;
    else runs.push({ name, many: 1 });
  }
  return runs.map(({ name, many }) => (many === 1 ? name : `${name} ×${many}`)).join(' → ');
}

/** A value as a scenario would write it: YAML in flow style. Cut to `most` characters. */
export function sayValue(value: unknown, most = Number.POSITIVE_INFINITY): string {
  const text = flow(value);
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}

/** Nothing that a person wrote is nested deeper; what a handler returned may be, without end. */
const MOST_DEPTH = 30;

function flow(value: unknown, depth = 0): string {
  if (typeof value === 'string') return scalar(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? String(value);
  if (depth === MOST_DEPTH) return '…';
  if (Array.isArray(value)) return `[${value.map((item) => flow(item, depth + 1)).join(', ')}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${scalar(key)}: ${flow(member, depth + 1)}`).join(', ')}}`;
}

function scalar(text: string): string {
  const plain =
    /^[A-Za-z$][\w .$/-]*$/.test(text) && !text.endsWith(' ') && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
