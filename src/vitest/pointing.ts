import type { Place } from '../problem.ts';

/**
 * An error that points at a place of a scenario, so that Vitest prints the code frame there.
 *
 * The stack holds that place and nothing else: Vitest looks for frames in all of its lines, and the message may well
 * quote the stack of a consumer.
 */
export function pointing(place: Place, name: string, message: string, cause?: unknown): Error {
  const error = new Error(message, cause === undefined ? {} : { cause });
  error.name = name;
  error.stack = `${name}\n    at ${place.file}:${place.line}:${place.column}`;
  return error;
}
