import type { BusEvent } from '../../eventbridge/event.ts';
import type { Breach, Contract } from '../contract.ts';
import { symptomOf } from '../effect/symptom.ts';
import { differences } from '../effect/difference.ts';
import type { Change } from '../peculiar.ts';
import type { Situation } from '../situation/situation.ts';
import { heardPlays, kindOf, nothingBut, type Trial } from '../trial.ts';

/** AWS adds members and values without a word. */
export const toleratesUnknownFields: Contract = {
  name: 'tolerates-unknown-fields',
  means: 'New members change nothing, and a new kind of action is let go of.',
  incident:
    'A strict schema knew five members of a push. On the day that ECR began to write the media type of the manifest it refused all of them.',
  source:
    'Class 18. ECR Image Action has grown from five members to nine; CloudTrail: "we recommend that your application ignore what it does not know".',
  example: 'a push with a member that nobody has seen, and `"action-type": "QUARANTINE"`',
  mend: 'Look at what is needed and at nothing else; let `default:` return in place of throwing.',
  isOfEach: true,
  isLate: true,
  check: async (trial) => {
    const seen = new Set<string>();
    for await (const { situation, heard } of heardPlays(trial, NAMES)) {
      for (const { invocation, delivery } of heard) {
        const event = delivery?.event;
        if (event === undefined || seen.has(kindOf(event)) || symptomOf(invocation) !== undefined) continue;
        seen.add(kindOf(event));
        const breach = await stumblesOver(trial, situation, event);
        if (breach !== undefined) return breach;
      }
    }
    return undefined;
  },
};

const NAMES = ['push', 'scan', 'delete', 'create-repository', 'expire', 'nested-push', 'enhanced-scan', 'replicate'];

async function stumblesOver(trial: Trial, situation: Situation, event: BusEvent): Promise<Breach | undefined> {
  const base = await trial.play(situation, [nothingBut(event.id)]);
  for (const { change, isSame } of novelties(event)) {
    const faults = [{ change: { ...change, only: { id: [event.id] } } }];
    const other = await trial.play(situation, [...faults, nothingBut(event.id)]);
    const wrong = other.heard.map(({ invocation }) => symptomOf(invocation, JSON.stringify(change))).find(Boolean);
    const changed = isSame ? differences(base.effects, other.effects) : [];
    if (wrong === undefined && changed.length === 0) continue;
    const set = Object.entries(change.set ?? {}).map(([path, value]) => `${path} ${JSON.stringify(value)}`);
    return {
      ...(wrong ?? {
        key: 'unknown',
        sentence: `${trial.consumer} does otherwise with an event that has a new member`,
      }),
      evidence: [`the event has ${set.join(' and ')}; without it all goes well`, ...changed],
      event: other.heard[0]?.delivery?.event ?? event,
      situation,
      faults,
    };
  }
  return undefined;
}

/** What AWS may add: members at every level, of every type, with which nothing may change; and values, with which nothing may fail. */
function novelties(event: BusEvent): readonly { readonly change: Change; readonly isSame: boolean }[] {
  const { detail } = event;
  const value = { since: '2027', levels: [1, 2], off: null };
  const isRecord = 'eventName' in detail;
  return [
    { change: { set: { 'detail.future-member': value } }, isSame: true },
    { change: { set: { 'future-member': value } }, isSame: true },
    ...(isRecord ? [{ change: { set: { 'detail.userIdentity.future': value } }, isSame: true }] : []),
    ...(isRecord ? [{ change: { set: { 'detail.eventVersion': '1.12' } }, isSame: true }] : []),
    ...('action-type' in detail ? [{ change: { set: { 'detail.action-type': 'QUARANTINE' } }, isSame: false }] : []),
    ...('scan-status' in detail ? [{ change: { set: { 'detail.scan-status': 'POSTPONED' } }, isSame: false }] : []),
  ];
}
