import type { ConsumerExpectation } from '../../scenario/expectation.ts';
import { placeOf } from '../../scenario/scenario.ts';
import { allows } from '../count.ts';
import { broken, type Finding, type Why } from '../finding.ts';
import type { Hearing } from '../hearing.ts';
import { judgeCall, judgeNoCalls } from './calls.ts';
import { callsOf, judgeInvoked } from './invoked.ts';
import { judgeReturned } from './returned.ts';
import { judgeThrew } from './threw.ts';
import { withEmptyAnswers } from './empty-answers.ts';
import { whyUnreached } from './unreached.ts';
import { judgeWithin } from './within.ts';

/** Judges what a consumer does: one finding a member. */
export function judgeConsumer(expectation: ConsumerExpectation, pointer: string, hearing: Hearing): Finding[] {
  const { consumer, invoked, threw, calls, within } = expectation;
  const at = (member: string) => placeOf(hearing.scenario, `${pointer}/${member}`);
  const made = callsOf(consumer, hearing);
  const about: Finding[] = [];
  if ('returned' in expectation) about.push(judgeReturned(consumer, expectation.returned, at('returned'), made));
  if (threw !== undefined) about.push(judgeThrew(consumer, threw, at('threw'), made));
  if (calls?.length === 0) about.push(judgeNoCalls(consumer, at('calls'), made));
  if (calls !== undefined)
    about.push(...calls.map((call, index) => judgeCall(consumer, call, at(`calls/${index}`), made)));
  if (within !== undefined) about.push(judgeWithin(consumer, within, at('within'), made));

  const often = invoked === undefined ? [] : [judgeInvoked(consumer, invoked, at('invoked'), hearing)];
  if (made.length > 0 || (invoked !== undefined && allows(invoked, 0))) {
    return [...often, ...about].map((finding) => withEmptyAnswers(finding, made));
  }
  // "Every invocation returns X" is true of a consumer that was never reached, and so is "it never calls Y". Taken as
  // kept, a typo in a rule would pass every test of its consumer; so these hold for nothing only where `invoked` says
  // that nothing may come.
  const [first, ...others] = about.map((finding) => unheard(finding));
  if (first === undefined) return often;
  // The reason is the same for all of them: it is told once, in full, by the first that is broken.
  const told = often.length > 0 ? first : unheard(first, whyUnreached(consumer, hearing));
  return [...often, told, ...others];
}

function unheard({ promise, claim, place }: Finding, why?: Why): Finding {
  return broken(
    { promise, claim, place },
    {
      outcome: 'it was never invoked',
      expected: 'at least one invocation to judge; where none is meant to come, invoked: 0 says so',
      nearest: why?.nearest ?? 'no invocation',
      difference: why?.difference ?? 'the finding above says why none came',
    },
  );
}
