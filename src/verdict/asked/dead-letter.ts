import type { Run } from '../../replay/run.ts';
import type { Count } from '../../scenario/expectation.ts';
import { placeOf } from '../../scenario/scenario.ts';
import { patternAt } from '../closest.ts';
import { sayOutcome } from '../consumer/outcome.ts';
import { judgeCounted } from '../counted.ts';
import { type Claim, type Finding, unchecked, type Why } from '../finding.ts';
import { plural, sayDone, sayEvent, sayInstant, sayValue } from '../say.ts';
import { type Asked, type AskedPattern, checkCount, NO_EXPECTATION, toPattern } from './asked.ts';

type LeftMessage = NonNullable<Run['left']>[number];

/** Which dead letters, and how many. */
export interface AskedDeadLetters {
  /** At least one unless told. */
  readonly times?: Count;
  /** The queue they lie in; any dead-letter queue unless told. */
  readonly queue?: string;
}

/** Whether something was given up on: what lies in dead-letter queues when everything is over. The pattern looks at the event, or at whatever JSON the message is. */
export function askDeadLettered(
  asked: Asked,
  pattern?: AskedPattern,
  { times = { atLeast: 1 }, queue }: AskedDeadLetters = {},
): Finding {
  const place = placeOf(asked.scenario, NO_EXPECTATION);
  const what = pattern === undefined ? 'something' : `what matches ${sayValue(toPattern(pattern), 100)}`;
  const claim: Claim = {
    promise: 'consumer',
    topic: 'dead-letters',
    claim: `${what} is ${sayDone('dead-lettered', checkCount(times))}${queue === undefined ? '' : ` in queue "${queue}"`}`,
    place,
  };
  const { left, bus, cannot } = asked.run;
  if (left === undefined)
    return unchecked(claim, `the ${bus} bus ${cannot['dead-letter'] ?? 'does not tell what lies in queues'}`);
  const letters = left.filter((message) =>
    queue === undefined ? isDeadLetter(message, asked.deadLetterQueues) : message.queue === queue,
  );
  return judgeCounted(claim, pattern === undefined ? undefined : patternAt(toPattern(pattern), place), times, {
    items: letters,
    subject: ({ body }) => jsonOf(body),
    say: sayLetter,
    noun: 'dead letter',
    done: 'dead-lettered',
    expected: [
      ...(pattern === undefined ? [] : [`pattern: ${sayValue(toPattern(pattern))}`]),
      `times: ${sayValue(times)}`,
    ].join('\n'),
    trap: () => (letters.length === 0 ? noneTrap(left, asked) : undefined),
  });
}

/** EventBridge and Lambda say on a dead letter why it died; others only put it where dead letters go. */
export function isDeadLetter(
  { queue, attributes, deadLetterOf }: LeftMessage,
  deadLetterQueues: readonly string[],
): boolean {
  return (
    deadLetterOf !== undefined ||
    deadLetterQueues.includes(queue) ||
    'ERROR_CODE' in attributes ||
    'ErrorCode' in attributes
  );
}

function sayLetter({ queue, body, sentAt, attributes, deadLetterOf }: LeftMessage): string {
  const code = attributes['ERROR_CODE'] ?? attributes['ErrorCode'];
  const why =
    deadLetterOf === undefined ? (code === undefined ? '' : ` (${code})`) : ` (given up on by queue "${deadLetterOf}")`;
  return `${sayBody(jsonOf(body))} in "${queue}" since ${sayInstant(sentAt)}${why}`;
}

function sayBody(body: object): string {
  return 'detail-type' in body && 'detail' in body
    ? sayEvent(body as Parameters<typeof sayEvent>[0])
    : sayValue(body, 80);
}

/** A body that is no object is looked at as one that holds it. */
function jsonOf(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : { body: value };
  } catch {
    return { body };
  }
}

/** Says where failures went instead: what has no dead-letter queue is lost without a word. */
function noneTrap(left: readonly LeftMessage[], { run, deadLetterQueues }: Asked): Why {
  const failed = run.arrivals
    .flatMap(({ invocations }) => invocations)
    .filter(({ outcome }) => outcome.kind !== 'returned');
  const last = failed.at(-1);
  const nearest =
    last === undefined
      ? 'no invocation failed'
      : `${plural(failed.length, 'invocation')} failed, the last of "${last.consumer}": ${sayOutcome(last)}`;
  if (deadLetterQueues.length === 0 && last !== undefined)
    return { nearest, difference: 'no dead-letter queue is declared, so what failed is lost' };
  const elsewhere = [...new Set(left.map(({ queue }) => `"${queue}"`))];
  return {
    nearest,
    difference:
      elsewhere.length === 0
        ? `nothing lies in ${deadLetterQueues.length === 0 ? 'any queue' : deadLetterQueues.map((name) => `"${name}"`).join(', ')}`
        : `there are messages only in ${elsewhere.join(', ')}`,
  };
}
