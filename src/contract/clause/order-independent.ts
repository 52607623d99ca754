import type { FaultInput } from '../../scenario/fault.ts';
import type { Delivery } from '../../timeline/timeline.ts';
import type { Breach, Contract } from '../contract.ts';
import { differences } from '../effect/difference.ts';
import { hasCalled } from '../effect/effects.ts';
import { symptomOf } from '../effect/symptom.ts';
import { heardPlays, kindOf, nothingBut, type Play, type Trial } from '../trial.ts';

/** Nobody promises an order. */
export const orderIndependent: Contract = {
  name: 'order-independent',
  means: 'Events of one repository may change places, and it comes to the same in the end.',
  incident:
    'An inventory took events as they came. A deletion came before the push that it undid, and the inventory listed an image that was no longer there; a deployer let the older of two pushes win.',
  source: 'Class 14. EventBridge promises no order, and a retry of Lambda puts minutes between two events.',
  example: 'a push and its deletion, the deletion delivered first',
  mend: 'Keep `time` beside what is written and let go of what is older (a condition in the table), or take the event as a hint and ask ECR what there is now.',
  isLate: true,
  check: async (trial) => {
    const names = ['push-and-delete', 'push-again', 'push-twice', 'scan-twice'];
    const seen = new Set<string>();
    for await (const play of heardPlays(trial, names)) {
      const breach = await swapped(trial, play, seen);
      if (breach !== undefined) return breach;
    }
    return undefined;
  },
};

async function swapped(trial: Trial, play: Play, seen: Set<string>): Promise<Breach | undefined> {
  const { situation, heard } = play;
  const acting = heard.flatMap(({ delivery, invocation }) =>
    hasCalled(invocation) && delivery && symptomOf(invocation) === undefined ? [delivery] : [],
  );
  const deliveries = [...new Map(acting.map((delivery) => [delivery.event.id, delivery])).values()];
  for (const [index, first] of deliveries.entries()) {
    const second = deliveries[index + 1];
    if (second === undefined || trial.key(first.event) !== trial.key(second.event)) continue;
    const pair = `${situation.name} ${kindOf(first.event)}, ${kindOf(second.event)}`;
    if (seen.has(pair)) continue;
    seen.add(pair);
    const faults = later(first, second);
    const both = nothingBut(first.event.id, second.event.id);
    const inOrder = await trial.play(situation, [both]);
    const other = await trial.play(situation, [both, ...faults]);
    if (other.heard.some(({ invocation }) => symptomOf(invocation) !== undefined)) continue;
    const differing = differences(inOrder.effects, other.effects);
    if (differing.length === 0) continue;
    return {
      sentence: `${trial.consumer} comes to something else when two events change places`,
      evidence: [`first ${sayKind(second)}, then ${sayKind(first)}:`, ...differing],
      event: second.event,
      situation,
      faults,
      key: 'order',
    };
  }
  return undefined;
}

/** Has the first of two arrive a second after the second. */
function later(first: Delivery, second: Delivery): readonly FaultInput[] {
  const by = `${second.at - first.at + 1_000}ms`;
  return [{ delay: { by, chance: 1, only: { id: [first.event.id] } } }];
}

function sayKind({ event }: Delivery): string {
  const what = event.detail['action-type'] ?? event.detail['eventName'] ?? event.detail['scan-status'];
  return `${event['detail-type']} ${typeof what === 'string' ? what : ''} of ${event.time}`;
}
