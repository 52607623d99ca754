import type { ConsumerExpectation } from '../../scenario/expectation.ts';
import { placeOf } from '../../scenario/scenario.ts';
import { allows } from '../count.ts';
import { broken, type Finding, type Why } from '../finding.ts';
import type { Hearing } from '../hearing.ts';
import { judgeCall, judgeNoCalls } from './calls.ts';
import { type Member, withDoubt } from './doubt.ts';
import { type Call, callsOf, judgeInvoked } from './invoked.ts';
import { judgeRequest } from './requests.ts';
import { judgeReturned } from './returned.ts';
import { judgeThrew } from './threw.ts';
import { withEmptyAnswers } from './empty-answers.ts';
import { whyUnreached } from './unreached.ts';
import { judgeWithin } from './within.ts';

/** Judges what a consumer does: one finding a member. */
export function judgeConsumer(expectation: ConsumerExpectation, pointer: string, hearing: Hearing): Finding[] {
  const { consumer } = expectation;
  const made = callsOf(consumer, hearing);
  return judgeMembers(expectation, pointer, hearing, made).map(({ member, finding }) =>
    withDoubt(finding, member, consumer, made, hearing),
  );
}

/** A finding, and the member of the expectation that it is about. */
interface MemberFinding {
  readonly member: Member;
  readonly finding: Finding;
}

function judgeMembers(
  expectation: ConsumerExpectation,
  pointer: string,
  hearing: Hearing,
  made: readonly Call[],
): readonly MemberFinding[] {
  const { consumer, invoked, threw, calls, within } = expectation;
  const at = (member: string) => placeOf(hearing.scenario, `${pointer}/${member}`);
  const about: MemberFinding[] = [];
  const add = (member: Member, ...findings: readonly Finding[]): void => {
    about.push(...findings.map((finding) => ({ member, finding })));
  };
  if ('returned' in expectation) add('returned', judgeReturned(consumer, expectation.returned, at('returned'), made));
  if (threw !== undefined) add('threw', judgeThrew(consumer, threw, at('threw'), made));
  if (calls?.length === 0) add('calls', judgeNoCalls(consumer, at('calls'), made));
  if (calls !== undefined)
    add(
      'calls',
      ...calls.map((call, index) =>
        'request' in call
          ? judgeRequest(consumer, call, at(`calls/${index}`), made, hearing)
          : judgeCall(consumer, call, at(`calls/${index}`), made),
      ),
    );
  if (within !== undefined) add('within', judgeWithin(consumer, within, at('within'), made));

  const often: readonly MemberFinding[] =
    invoked === undefined
      ? []
      : [{ member: 'invoked', finding: judgeInvoked(consumer, invoked, at('invoked'), hearing) }];
  if (made.length > 0 || (invoked !== undefined && allows(invoked, 0))) {
    return [...often, ...about].map(({ member, finding }) => ({ member, finding: withEmptyAnswers(finding, made) }));
  }
  // "Every invocation returns X" is true of a consumer that was never reached, and so is "it never calls Y". Taken as
  // kept, a typo in a rule would pass every test of its consumer; so these hold for nothing only where `invoked` says
  // that nothing may come.
  const [first, ...others] = about;
  if (first === undefined) return often;
  // The reason is the same for all of them: it is told once, in full, by the first that is broken.
  const why = often.length > 0 ? undefined : whyUnreached(consumer, hearing);
  return [
    ...often,
    { member: first.member, finding: unheard(first.finding, why) },
    ...others.map(({ member, finding }) => ({ member, finding: unheard(finding) })),
  ];
}

function unheard({ promise, topic, claim, place }: Finding, why?: Why): Finding {
  return broken(
    { promise, topic, claim, place },
    {
      outcome: 'it was never invoked',
      expected: 'at least one invocation to judge; where none is meant to come, invoked: 0 says so',
      nearest: why?.nearest ?? 'no invocation',
      difference: why?.difference ?? 'the finding above says why none came',
      ...(why?.about !== undefined && { about: why.about }),
    },
  );
}
