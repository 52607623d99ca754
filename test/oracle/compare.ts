import { compilePattern } from '../../src/pattern/index.ts';
import { MOST_COMPLEX } from '../../src/pattern/complexity.ts';
import { Problem } from '../../src/problem.ts';
import type { Case } from './cases.ts';
import { knownDifference } from './differences.ts';
import type { Difference } from './differences.ts';
import type { Answer } from './harness.ts';

/** What came of putting one case to both matchers. */
export interface Outcome {
  readonly kind: 'match' | 'no match' | 'refused' | 'known difference' | 'disagreement';
  /** Which difference, where it is a known one. */
  readonly difference?: Difference;
  /** Both answers, in words, when they differ without a known reason. */
  readonly disagreement?: string;
}

/** The library only counts; the service refuses. */
const TOO_COMPLEX =
  'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character';

/** Compares our answer with that of AWS's matcher. */
export function compare(question: Case, theirs: Answer): Outcome {
  const our = asOnTheWire(ourAnswer(question));
  const their =
    theirs.failure ?? theirs.refusal ?? ((theirs.complexity ?? 0) > MOST_COMPLEX ? TOO_COMPLEX : theirs.matches);
  if (our === their) return { kind: typeof our === 'string' ? 'refused' : our ? 'match' : 'no match' };
  const difference = knownDifference(question, our, theirs);
  if (difference !== undefined) return { kind: 'known difference', difference };
  const lines = [
    `pattern ${JSON.stringify(question.pattern)}`,
    `event   ${question.event}`,
    `ours    ${String(our)}`,
    `theirs  ${String(their)}`,
  ];
  return { kind: 'disagreement', disagreement: `${lines.join('\n')}\n` };
}

/** Our verdict, or our words of refusal. Text and parsed event have to get the same verdict where parsing loses nothing. */
function ourAnswer({ pattern, event }: Case): boolean | string {
  try {
    const compiled = compilePattern(pattern);
    const verdict = compiled.matchesText(event);
    const parsed: unknown = JSON.parse(event);
    const lossless = JSON.stringify(parsed) === event && !event.includes('e-324');
    if (lossless && compiled.matches(parsed) !== verdict)
      return `${verdict} from the text, but not from the parsed event`;
    if (compiled.explain(parsed).matches !== compiled.matches(parsed))
      return `${verdict}, but explained as the contrary`;
    return verdict;
  } catch (error) {
    if (error instanceof Problem) return error.message.replace(/^Event pattern is not valid. Reason: /, '');
    throw error;
  }
}

/** Half a character cannot be written in UTF-8: their answer comes with a question mark for it. */
function asOnTheWire(answer: boolean | string): boolean | string {
  return typeof answer === 'string' ? answer.toWellFormed().replaceAll('\uFFFD', '?') : answer;
}
