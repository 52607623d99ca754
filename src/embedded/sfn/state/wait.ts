import { instantOf } from '../choice/compare.ts';
import { runtimeFailure } from '../failure.ts';
import type { Fields } from '../query/fields.ts';
import type { Visit } from '../strand.ts';

/** The longest that a state may wait: a hundred years are too many. https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
const LONGEST = 99_999_999;

/** Waits for a number of seconds, or until a moment. */
export async function performWait({ strand }: Visit, fields: Fields): Promise<void> {
  const seconds = await fields.value('Seconds');
  if (seconds === undefined) {
    const timestamp = await fields.value('Timestamp');
    const until = instantOf(timestamp);
    if (until === undefined)
      throw runtimeFailure(
        `The Timestamp parameter does not reference a valid ISO-8601 extended offset date-time format string: ${String(timestamp)}`,
      );
    return strand.scope.pause(Math.max(0, until - strand.run.agenda.now()));
  }
  if (typeof seconds !== 'number' || seconds < 0 || seconds > LONGEST)
    throw runtimeFailure(
      `The Seconds parameter must be a number from 0 to ${LONGEST}, but was: ${JSON.stringify(seconds)}`,
    );
  return strand.scope.pause(seconds * 1000);
}
