import type { BusEvent } from '../eventbridge/event.ts';
import { repositoryOf } from './key.ts';
import { type Heard, kindOf } from './trial.ts';

/** From how many characters on a name counts as long. */
const LONG = 64;
/** Members whose value tells what has happened, and not to whom. */
const TELLING: readonly string[] = ['result', 'scan-status', 'errorCode', 'sourceIPAddress', 'type', 'status'];

/**
 * What an invocation was about and what came of it, without names, digests and times: of two that are alike in this, one will hardly break
 * a contract that the other keeps.
 */
export function shapeOf({ invocation, delivery }: Heard): string {
  const calls = invocation.calls.map(({ service, operation }) => `${service}:${operation}`);
  const { length: requests } = invocation.requests ?? [];
  return JSON.stringify([delivery && eventShape(delivery.event), invocation.outcome.kind, calls, requests]);
}

function eventShape(event: BusEvent): unknown {
  const repository = repositoryOf(event);
  const slashes = repository.split('/').length - 1;
  return [kindOf(event), slashes, repository.length > LONG, membersOf(event.detail)];
}

function membersOf(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.length > 1 ? 'many' : value.map((one) => membersOf(one));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, membersOf(inner, key)]);
  }
  if (value === null || value === '' || TELLING.includes(name)) return value;
  return typeof value;
}
