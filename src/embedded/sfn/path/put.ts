import { Failure } from '../failure.ts';
import { isRecord } from '../is-record.ts';
import { readPath } from './read-path.ts';
import type { Step } from './path.ts';

/** Puts a value where a ResultPath says, in a copy of the input; what lies on the way is made. */
export function put(input: unknown, path: string, value: unknown): unknown {
  const { steps, definite } = readPath(path);
  if (!definite) throw unable(path, input);
  return place(input, steps, value, path);
}

function place(into: unknown, [step, ...rest]: readonly Step[], value: unknown, path: string): unknown {
  if (step === undefined) return value;
  if (step.kind === 'members') {
    const name = step.names[0]!;
    if (into !== undefined && !isRecord(into)) throw unable(path, into);
    return { ...into, [name]: place(into?.[name], rest, value, path) };
  }
  const index = step.kind === 'items' ? step.indices[0]! : -1;
  // There is no way to say how long a list that is not there should be.
  if (!Array.isArray(into) || index < 0 || index >= into.length) throw unable(path, into);
  return into.with(index, place(into[index], rest, value, path)) as unknown[];
}

function unable(path: string, input: unknown): Failure {
  return new Failure(
    'States.ResultPathMatchFailure',
    `Unable to apply ReferencePath ${path} to input ${JSON.stringify(input)}`,
  );
}
