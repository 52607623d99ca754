import type { BusEvent } from '../../eventbridge/event.ts';
import { ruleText } from '../../rule/compile.ts';
import type { Rule } from '../../rule/rule.ts';
import type { Breach, Contract } from '../contract.ts';
import { symptomOf } from '../effect/symptom.ts';
import { wasDone } from '../effect/effects.ts';
import { natureOf } from '../operation/nature-of.ts';
import { type Heard, heardPlays, kindOf, type Play, type Trial } from '../trial.ts';

/** A rule on the source alone lets through what nobody thought of. */
export const ignoresOtherDetailTypes: Contract = {
  name: 'ignores-other-detail-types',
  means: 'Events of other kinds, which a rule lets through because it does not ask, are let go of.',
  incident:
    'A rule asked for the source `aws.ecr`, and a handler took all it got for pushes. What was deleted was deployed, and what the pull-through cache had fetched, and an image that somebody had restored from the archive.',
  source: "Class 6. Eight kinds of events have the source `aws.ecr`, and CloudTrail's records of its calls besides.",
  example: 'a deletion, where a push is meant: the same `detail` but for `"action-type": "DELETE"`',
  mend: 'Ask for `detail-type` and `action-type` in the rule, and look at both first thing in the handler.',
  check: async (trial) => {
    const plays: Play[] = [];
    for await (const play of heardPlays(trial)) plays.push(play);
    const heard = plays.flatMap((play) => play.heard.map((one) => ({ ...one, play })));
    return actsAlike(trial, heard) ?? stumbles(trial, heard);
  },
};

type Told = Heard & { readonly play: Play };

/** The same operation for two kinds of events, by calls that do not say which it was. */
function actsAlike(trial: Trial, heard: readonly Told[]): Breach | undefined {
  const done = new Map<string, { readonly kind: string; readonly told: Told }[]>();
  for (const told of heard) {
    const event = told.delivery?.event;
    if (event === undefined || symptomOf(told.invocation) !== undefined) continue;
    for (const call of told.invocation.calls) {
      const name = `${call.service}:${call.operation}`;
      const input = (call.input ?? {}) as Readonly<Record<string, unknown>>;
      if (!wasDone(call) || natureOf(call.service, call.operation, input).nature.kind === 'reads') continue;
      if (saysKind(JSON.stringify(input), event)) continue;
      const before = done.get(name) ?? [];
      done.set(name, [...before, { kind: kindOf(event), told }]);
    }
  }
  for (const [name, all] of done) {
    const [meant] = all;
    const other = all.find(({ kind, told }) => kind !== meant!.kind && !isAskedFor(trial.rules, told.delivery!.event));
    if (other === undefined) continue;
    const { told } = other;
    return {
      sentence: `${trial.consumer} does ${name} for ${other.kind} as it does for ${meant!.kind}`,
      evidence: [
        trial.hasRules
          ? 'no rule of it asks for that kind of event, and none keeps it away'
          : 'no rule is known: it is given all events of ECR',
      ],
      event: told.delivery!.event,
      situation: told.play.situation,
      key: `alike ${name}`,
    };
  }
  return undefined;
}

/** A failure with an event that no rule asks for, of a consumer that does its work with others. */
function stumbles(trial: Trial, heard: readonly Told[]): Breach | undefined {
  if (!heard.some(({ invocation }) => symptomOf(invocation) === undefined && invocation.calls.length > 0))
    return undefined;
  const kinds = new Set(
    heard
      .filter(({ invocation }) => symptomOf(invocation) === undefined)
      .map(({ delivery }) => delivery && kindOf(delivery.event)),
  );
  for (const { invocation, delivery, play } of heard) {
    if (delivery === undefined || isAskedFor(trial.rules, delivery.event) || kinds.has(kindOf(delivery.event)))
      continue;
    const symptom = symptomOf(invocation, JSON.stringify(delivery.event));
    if (symptom !== undefined && !trial.claimed.has(symptom.key))
      return { ...symptom, event: delivery.event, situation: play.situation };
  }
  return undefined;
}

/** Whether whoever reads the call can see what it was for. */
function saysKind(text: string, { 'detail-type': type, detail }: BusEvent): boolean {
  return [type, detail['action-type'], detail['eventName'], detail['eventID']].some(
    (word) => typeof word === 'string' && text.includes(word),
  );
}

/** Whether a rule names the kind, in so many words: then it is meant. */
function isAskedFor(rules: readonly Rule[], { 'detail-type': type, detail }: BusEvent): boolean {
  return rules.some((rule) => {
    const text = ruleText(rule);
    const what = detail['action-type'] ?? detail['eventName'];
    const isOpen = !/"(?:action-type|eventName)"/.test(text);
    if (!text.includes(`"${type}"`)) return false;
    return typeof what !== 'string' || text.includes(`"${what}"`) || (isOpen && !SHARED.has(type));
  });
}

/** Kinds that hold several actions, which a rule that names the kind alone does not tell apart. */
const SHARED = new Set(['ECR Image Action', 'ECR Referrer Action', 'AWS API Call via CloudTrail']);
