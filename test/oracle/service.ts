import { compilePattern } from '../../src/pattern/index.ts';
import type { Case } from './cases.ts';
import type { Harness } from './harness.ts';

/** A case in which EventBridge is known to answer otherwise than its own library. */
interface ServiceAnswer {
  readonly what: string;
  readonly source: string;
  readonly question: Case;
  readonly service: boolean | string;
  readonly library: boolean;
}

const wildcard = (text: string): string => JSON.stringify({ detail: { a: [{ wildcard: text }] } });
const tens = (key: string): object => ({ $or: Array.from({ length: 10 }, (_, index) => ({ [key]: [index] })) });

const answers: readonly ServiceAnswer[] = [
  {
    what: 'the service refuses wildcards that the library only counts',
    source:
      'recorded from AWS in the event patterns of LocalStack (content_wildcard_complex and its like): score 11 is refused',
    question: { pattern: wildcard('*:*:*:*:*:event-bus/*'), event: '{"detail":{"a":"x"}}' },
    service:
      'Event pattern is not valid. Reason: Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    library: false,
  },
  {
    what: 'the service takes at most a thousand ways through $or',
    source: 'EventBridge user guide, best practices for event patterns; the words are those of an imitation of AWS',
    question: {
      pattern: JSON.stringify({ x: tens('a'), y: tens('b'), z: tens('c'), v: { $or: [{ d: [1] }, { e: [1] }] } }),
      event: '{}',
    },
    service: 'Event pattern is not valid. Reason: Event pattern contains more than 1000 rule combinations',
    library: false,
  },
];

/** Checks that the library still answers otherwise than the service, and that we answer as the service does. */
export async function checkServiceAnswers(harness: Harness): Promise<string[]> {
  const theirs = await harness.ask(answers.map(({ question }) => question));
  return answers.flatMap(({ what, question, service, library }, index) => [
    ...(theirs[index]?.matches === library
      ? []
      : [`the library answers otherwise: ${what}: ${JSON.stringify(theirs[index])}`]),
    ...(ourAnswer(question) === service
      ? []
      : [`we do not answer as the service does: ${what}: ${ourAnswer(question)}`]),
  ]);
}

function ourAnswer({ pattern, event }: Case): boolean | string {
  try {
    return compilePattern(pattern).matchesText(event);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
