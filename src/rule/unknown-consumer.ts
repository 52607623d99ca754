import { nearest } from '../nearest.ts';
import { Problem, type Place } from '../problem.ts';

/** A name that should be a consumer of the configuration, and is none. */
export function unknownConsumer(
  attempt: string,
  name: string,
  known: readonly string[],
  place: Place | undefined,
): Problem {
  const message = `${attempt}: "${name}" is not a consumer of the configuration, ${advice(name, known)}`;
  return new Problem('CONSUMER_UNKNOWN', message, { place });
}

function advice(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  if (meant !== undefined) return `did you mean "${meant}"`;
  if (known.length === 0) return 'which has none';
  return `which has ${known.map((one) => `"${one}"`).join(', ')}`;
}
