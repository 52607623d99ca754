import type { AwsCall } from '../../consumer/consumer.ts';
import type { FaultInput } from '../../scenario/fault.ts';
import type { Breach, Contract } from '../contract.ts';
import { differences, losses } from '../effect/difference.ts';
import { symptomOf } from '../effect/symptom.ts';
import { actedOn, heardPlays, nothingBut, type Play, type Trial } from '../trial.ts';

const NAMES = ['push', 'scan', 'delete', 'create-repository', 'expire', 'enhanced-scan', 'hours'];

/** Calls fail, and functions die. */
export const survivesFailedCalls: Contract = {
  name: 'survives-failed-calls',
  means: 'Where a call of the consumer fails once, or it dies between two, the retry leaves what would have been left.',
  incident:
    'A handler logged that a call had failed, and returned. To Lambda all was well, the event was never tried again, and a release was lost in a minute of throttling.',
  source:
    'Lambda tries again what throws, and nothing else. Beside the 18 classes; partial failures are part of class 16.',
  example: 'one push, and the first call of the consumer is refused',
  mend: 'Let what cannot be helped be thrown; and do last what makes the consumer believe that it is done.',
  isOfEach: true,
  isLate: true,
  check: async (trial) => {
    // What reports failures item by item has a contract of its own for that.
    if (reportsItems(trial)) return undefined;
    const seen = new Set<string>();
    for await (const play of heardPlays(trial, NAMES)) {
      for (const { event } of actedOn(play, seen)) {
        const breach = await failing(trial, await trial.play(play.situation, [nothingBut(event.id)]), event.id);
        if (breach !== undefined) return breach;
      }
    }
    return undefined;
  },
};

/** Whether the consumer answers a queue or a stream with the items that failed. */
export function reportsItems({ setup, consumer }: Trial): boolean {
  return (setup.resources?.eventSources ?? []).some(
    (source) => source.consumer === consumer && source.reportBatchItemFailures === true,
  );
}

/** Fails one call after the other of what the consumer does about an event, and has it die after each. `play` is what comes of it otherwise. */
export async function failing(trial: Trial, play: Play, id: string): Promise<Breach | undefined> {
  const { situation, faults: around, heard, effects } = play;
  if (heard.some(({ invocation }) => symptomOf(invocation) !== undefined)) return undefined;
  const own = heard.find(({ delivery }) => delivery?.event.id === id);
  if (own?.delivery === undefined) return undefined;
  const { calls } = own.invocation;
  for (const { faults, words, compare } of mishaps(calls.slice(0, MOST_CALLS), id)) {
    const other = await trial.play(situation, [...around, ...faults]);
    const differing = compare(effects, other.effects);
    if (differing.length === 0) continue;
    return {
      sentence: `${trial.consumer} does not come to what it should where ${words}`,
      evidence: differing,
      event: own.delivery.event,
      situation,
      faults,
      key: 'failed call of its own',
    };
  }
  return undefined;
}

/** What can go wrong with some calls. */
function mishaps(
  calls: readonly AwsCall[],
  id: string,
): readonly { readonly faults: readonly FaultInput[]; readonly words: string; readonly compare: typeof losses }[] {
  const only = { id: [id] };
  return calls.flatMap(({ service, operation }, index) => {
    const call = index + 1;
    const name = `${service}:${operation}`;
    return [
      {
        faults: [{ fail: { call, error: 'AccessDeniedException', carriedOut: false, only } }],
        words: `its call of ${name} is refused once`,
        // Whoever keeps a record of what is done, and cannot write it, has to do it again: nobody can have both.
        compare: service === 'dynamodb' ? losses : differences,
      },
      // Of a function that dies after its last call all is done.
      ...(call < calls.length
        ? [{ faults: [{ crash: { after: call, only } }], words: `it dies after its call of ${name}`, compare: losses }]
        : []),
    ];
  });
}

const MOST_CALLS = 6;
