import type { Place } from '../problem.ts';

/**
 * An error that points at a place of a scenario, so that Vitest prints the code frame there.
 *
 * The stack holds that place and nothing else: Vitest looks for frames in all of its lines, and the message may well
 * quote the stack of a consumer.
 */
export function pointing(place: Place, name: string, message: string, cause?: unknown): Error {
  const error = new Error(message, cause === undefined ? {} : { cause: plainCause(cause) });
  error.name = name;
  error.stack = `${name}\n    at ${place.file}:${place.line}:${place.column}`;
  return error;
}

/** No chain that helps anybody is longer. */
const MOST_CAUSES = 5;

/**
 * An error behind another, with what is read of it and nothing else: Vitest prints every member, and those of an SDK's error hold all of
 * the request and its answer.
 */
function plainCause(cause: unknown, deep = 1): unknown {
  if (!(cause instanceof Error)) return cause;
  const behind: unknown = cause.cause ?? (cause instanceof AggregateError ? (cause.errors as unknown[])[0] : undefined);
  const plain = new Error(
    cause.message,
    behind === undefined || deep === MOST_CAUSES ? {} : { cause: plainCause(behind, deep + 1) },
  );
  plain.name = cause.name;
  // Made of frames of ours if it were left as it is.
  plain.stack = cause.stack ?? `${cause.name}: ${cause.message}`;
  return plain;
}
