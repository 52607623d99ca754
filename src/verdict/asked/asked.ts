import { compilePattern, type Pattern } from '../../pattern/index.ts';
import { Problem } from '../../problem.ts';
import { unknownConsumer } from '../../rule/unknown-consumer.ts';
import type { Count } from '../../scenario/expectation.ts';
import { placeOf } from '../../scenario/scenario.ts';
import type { Finding } from '../finding.ts';
import type { Hearing } from '../hearing.ts';

/** Everything that is known of a run once it is over, for promises that no scenario file makes but a test. */
export interface Asked extends Hearing {
  /** The names of the consumers that there are. */
  readonly consumers: readonly string[];
  /** The queues that dead letters go to, by what the configuration declares. */
  readonly deadLetterQueues: readonly string[];
  readonly findings: readonly Finding[];
}

/** A pattern in EventBridge's language; a text is a detail type. */
export type AskedPattern = string | Readonly<Record<string, unknown>>;

/** Where findings point that no expectation of a file asks for. */
export const NO_EXPECTATION = '/asked';

/** A detail type as the pattern that it is short for. */
export function toPattern(asked: AskedPattern): Readonly<Record<string, unknown>> {
  return typeof asked === 'string' ? { 'detail-type': [asked] } : asked;
}

/** Throws the `Problem` of a consumer that there is not: about such a one every `not` would hold. */
export function checkConsumer(attempt: string, consumer: string, { consumers, scenario }: Asked): void {
  if (consumers.includes(consumer)) return;
  throw unknownConsumer(`Cannot tell ${attempt}`, consumer, consumers, placeOf(scenario, NO_EXPECTATION));
}

/** Throws the `Problem` of a count that is none. */
export function checkCount(count: Count): Count {
  const numbers = typeof count === 'number' ? [count] : Object.values(count).filter((number) => number !== undefined);
  if (numbers.length > 0 && numbers.every((number) => Number.isInteger(number) && number >= 0)) return count;
  throw new Problem(
    'USAGE',
    `Cannot count ${JSON.stringify(count)} times: wanted a whole number, or { atLeast, atMost } of which one may be absent`,
  );
}

/** Compiles a pattern of a test, or throws the `Problem` of one that is none. */
export function compileAsked(pattern: Readonly<Record<string, unknown>>): Pattern {
  return compilePattern(JSON.stringify(pattern));
}
