import { patternAt } from '../closest.ts';
import type { Claim, Finding } from '../finding.ts';
import { sayMismatches } from '../mismatch.ts';
import { sayValue } from '../say.ts';
import { differences } from './difference.ts';
import { judgeEvery, type Wrong } from './every.ts';
import type { Call } from './invoked.ts';
import { sayOutcome, toAnswer } from './outcome.ts';

/** Judges what every invocation returns: the value itself, or `{ pattern: … }` that it matches. */
export function judgeReturned(
  consumer: string,
  wanted: unknown,
  place: Finding['place'],
  calls: readonly Call[],
): Finding {
  const pattern = patternOf(wanted);
  const what = pattern === undefined ? sayValue(wanted, 100) : `what matches ${sayValue(pattern, 100)}`;
  const claim: Claim = {
    promise: 'consumer',
    topic: 'returned',
    claim: `every invocation of ${consumer} returns ${what}`,
    place,
  };
  const compiled = pattern === undefined ? undefined : patternAt(pattern, place);
  return judgeEvery(claim, `returned: ${sayValue(wanted)}`, calls, ({ invocation }) => {
    const nearest = sayOutcome(invocation);
    const wrong = (difference: string): Wrong => ({ nearest, difference });
    if (invocation.outcome.kind !== 'returned') return wrong('it returned nothing');
    const answer = toAnswer(invocation.outcome.value);
    if ('unwritable' in answer)
      return wrong('Lambda sends JSON on, and fails an invocation whose value cannot be written as JSON');
    if (compiled === undefined) {
      const lines = differences(wanted, answer.json);
      return lines.length === 0 ? undefined : wrong(lines.join('\n'));
    }
    if (typeof answer.json !== 'object' || answer.json === null) return wrong('a pattern matches objects only');
    const explanation = compiled.explain(answer.json);
    return explanation.matches ? undefined : wrong(sayMismatches(explanation));
  });
}

function patternOf(wanted: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof wanted !== 'object' || wanted === null || Object.keys(wanted).length !== 1 || !('pattern' in wanted))
    return undefined;
  const { pattern } = wanted;
  return typeof pattern === 'object' && pattern !== null ? { ...pattern } : undefined;
}
