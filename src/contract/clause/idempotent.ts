import type { FaultInput } from '../../scenario/fault.ts';
import type { Breach, Contract } from '../contract.ts';
import { repetitions } from '../effect/difference.ts';
import { actedOn, heardPlays, nothingBut, type Play, type Trial } from '../trial.ts';

const NAMES = [
  'push',
  'scan',
  'delete',
  'create-repository',
  'expire',
  'enhanced-scan',
  'pull',
  'replicate',
  'push-without-tag',
  'pull-through-cache',
];

/** EventBridge delivers at least once. */
export const idempotent: Contract = {
  name: 'idempotent',
  means: 'An event that arrives twice comes to what it comes to once: one after the other, and both at the same time.',
  incident:
    'A deployer handed each push on to a queue. EventBridge delivered one push twice, two workers took one message each, and the deployments overtook each other.',
  source:
    'Class 14. EventBridge and Lambda deliver at least once; a duplicate often comes while the first is still at work, in another environment.',
  example: 'one push, delivered twice with the same `id`',
  mend: "Hand `event.id` on as a token where the operation has one (clientToken, MessageDeduplicationId, the name of an execution), or note it in a table with a condition before acting, as Powertools' idempotency does.",
  isOfEach: true,
  isLate: true,
  check: async (trial) => {
    const seen = new Set<string>();
    for await (const play of heardPlays(trial, NAMES)) {
      const breach = await again(trial, play, seen);
      if (breach !== undefined) return breach;
    }
    return undefined;
  },
};

async function again(trial: Trial, play: Play, seen: Set<string>): Promise<Breach | undefined> {
  const { situation } = play;
  for (const { event } of actedOn(play, seen)) {
    const once = await trial.play(situation, [nothingBut(event.id)]);
    if (once.effects.acts.size === 0 && once.effects.state.size === 0) continue;
    for (const { faults, how } of twice(event.id)) {
      const other = await trial.play(situation, [nothingBut(event.id), ...faults]);
      const more = repetitions(once.effects, other.effects);
      if (more.length === 0) continue;
      return {
        sentence: `${trial.consumer} does again what it has done, when an event arrives twice ${how}`,
        evidence: more,
        event,
        situation,
        faults,
        key: 'twice',
      };
    }
  }
  return undefined;
}

/** The ways in which an event comes twice. */
function twice(id: string): readonly { readonly faults: readonly FaultInput[]; readonly how: string }[] {
  const only = { id: [id] };
  const duplicate = { duplicate: { chance: 1, after: '1s', only } };
  return [
    { faults: [duplicate], how: 'a second apart' },
    {
      faults: [duplicate, { overlap: { many: 2, turns: [...FIRST, ...SECOND], only } }],
      how: 'in two environments, one after the other',
    },
    { faults: [duplicate, { overlap: { many: 2, turns: [], only } }], how: 'at the same time' },
  ];
}

/** No consumer makes more calls for one event. */
const FIRST: readonly number[] = Array.from({ length: 32 }, () => 1);
const SECOND: readonly number[] = Array.from({ length: 32 }, () => 2);
