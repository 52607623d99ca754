import { rulePattern } from '../../rule/compile.ts';
import type { Rule } from '../../rule/rule.ts';
import { placeOfTarget } from '../../rule/rule.ts';
import { ruleSees } from '../../rule/sees.ts';
import type { Hearing } from '../../verdict/hearing.ts';
import { sayMismatches } from '../../verdict/mismatch.ts';
import { sayNames, sayValue } from '../../verdict/say.ts';
import { plainText, sayFailure, toAnswer } from '../../verdict/consumer/outcome.ts';
import type { Moment } from './moment.ts';
import type { Arrival } from './subject.ts';

type Invocation = Arrival['invocations'][number];

/** How many rules without a match are told of, the nearest first. */
const MOST_RULES = 3;
/** How many calls of one invocation are told of. */
const MOST_CALLS = 4;

/** What comes of one arrival: the arrival itself, what rules say to it (those of `consumer`, if it is about one), and what consumers do. */
export function receptionOf(arrival: Arrival, hearing: Hearing, consumer?: string): readonly Moment[] {
  const { at, faults } = arrival.delivery;
  const touched = faults.length === 0 ? '' : ` (fault ${faults.join(', ')})`;
  return [
    { at, what: 'arrival', text: `it arrives on the ${hearing.run.bus} bus${touched}` },
    ...rulesOf(arrival, concerning(consumer, hearing.rules)).map((one): Moment => ({ at, ...one })),
    ...arrival.invocations.flatMap(courseOf),
  ];
}

/** The rules that lead to a consumer; all of them where none does so at once. */
function concerning(consumer: string | undefined, rules: readonly Rule[]): readonly Rule[] {
  const leading = rules.filter(({ targets }) => targets.some((target) => target.consumer === consumer));
  return leading.length === 0 ? rules : leading;
}

function rulesOf({ delivery, matched }: Arrival, rules: readonly Rule[]): readonly Omit<Moment, 'at'>[] {
  if (rules.length === 0) return [{ what: 'stopped', text: 'there is no rule that could let it through' }];
  const through = rules.filter(({ name }) => matched.includes(name));
  if (through.length > 0)
    return through.map((rule) => ({ what: 'rule', text: `rule "${rule.name}" lets it through to ${targetsOf(rule)}` }));
  const others = rules
    .map((rule) => ({ rule, explanation: rulePattern(rule).explain(delivery.event) }))
    .toSorted((a, b) => a.explanation.mismatches.length - b.explanation.mismatches.length);
  const shown = others.slice(0, MOST_RULES).map(({ rule, explanation }) => {
    const [why = ''] = explanation.matches
      ? [hiddenBy(rule, ruleSees(rule, delivery))]
      : sayMismatches(explanation).split('\n');
    return { what: 'stopped', text: `rule "${rule.name}" does not let it through: ${why}` } as const;
  });
  const rest = others.length - MOST_RULES;
  return rest > 0 ? [...shown, { what: 'stopped', text: `nor do ${rest} other rules` }] : shown;
}

function hiddenBy({ state }: Rule, isSeen: boolean): string {
  if (state === 'DISABLED') return 'it is in state DISABLED';
  return isSeen ? 'the bus has not matched it' : 'rules in state ENABLED are not shown Get, List and Describe calls';
}

function targetsOf({ targets }: Rule): string {
  const names = targets.map((target) => {
    const { kind = 'arn', name = '' } = placeOfTarget(target) ?? {};
    return kind === 'consumer' ? name : `${kind} ${name}`;
  });
  return names.length === 0 ? 'nobody: it has no target' : sayNames(names).replaceAll(' → ', ', ');
}

/** What one invocation did, in order, and how it ended. */
function courseOf(invocation: Invocation): readonly Moment[] {
  const { consumer, requestId, at, took, calls, requests = [], refusals, outcome } = invocation;
  const ended = at + took;
  const shown = calls.slice(0, MOST_CALLS).map((call): Moment => {
    const refused = call.answered === 'refused' ? ', which is refused' : '';
    return {
      at,
      requestId,
      what: 'aws-call',
      name: `${call.service}:${call.operation}`,
      text: `${consumer} calls ${call.service}:${call.operation} ${sayValue(call.input, 100)}${refused}`,
    };
  });
  if (calls.length > MOST_CALLS)
    shown.push({
      at,
      requestId,
      what: 'aws-call',
      text: `${consumer} makes ${calls.length - MOST_CALLS} more AWS calls`,
    });
  const ending =
    outcome.kind === 'returned' ? `returns ${answerOf(outcome.value)}` : `fails: ${plainText(sayFailure(outcome))}`;
  return [
    ...shown,
    ...requests.map(({ method, url }): Moment => ({
      at,
      requestId,
      what: 'request',
      text: `${consumer} sends ${method} ${url}`,
    })),
    ...refusals.map(({ address }): Moment => ({
      at,
      requestId,
      what: 'refusal',
      text: `${consumer} tries to reach ${address}, which is refused`,
    })),
    { at: ended, requestId, what: 'outcome', text: `${consumer} ${ending}` },
  ];
}

function answerOf(value: unknown): string {
  const answer = toAnswer(value);
  return 'unwritable' in answer ? 'what is no JSON' : sayValue(answer.json, 100);
}
