import type { BusEvent } from '../eventbridge/event.ts';
import type { FaultInput } from '../scenario/fault.ts';
import type { Breach } from './contract.ts';
import { symptomOf } from './effect/symptom.ts';
import { heardPlays, Hung, nothingBut, type Play, type Trial } from './trial.ts';

/** Members of an event that are given other values, or taken away. */
export type Change = Omit<Extract<FaultInput, { readonly change: unknown }>['change'], 'only' | 'nth'>;

/** Something that events may have, or lack, and that consumers stumble over. */
export interface Peculiarity {
  /** The situations in which there are such events, the smallest first; all unless told. */
  readonly situations?: readonly string[];
  /** What makes a plain event of a peculiar one, each a way to do so; nothing where the event is plain. */
  readonly plain: (event: BusEvent) => readonly Change[];
}

/**
 * Finds an invocation that goes wrong with an event, and well with the same event once what is peculiar about it has been taken away: so
 * that is the reason, and nothing else.
 */
export async function stumbles(trial: Trial, { situations, plain }: Peculiarity): Promise<Breach | undefined> {
  let found: Breach | undefined;
  const others: string[] = [];
  try {
    for await (const play of heardPlays(trial, situations)) {
      for (const breach of await stumblesIn(trial, play, { plain, known: [found?.key ?? '', ...others] })) {
        if (found === undefined) found = breach;
        else others.push(breach.key);
      }
    }
  } catch (error) {
    // What is known is told all the same.
    if (!(error instanceof Hung) || found === undefined) throw error;
  }
  return found && { ...found, others };
}

async function stumblesIn(
  trial: Trial,
  play: Play,
  { plain, known }: Pick<Peculiarity, 'plain'> & { readonly known: readonly string[] },
): Promise<readonly Breach[]> {
  const found = new Map<string, Breach>();
  for (const { invocation, delivery } of play.heard) {
    const event = delivery?.event;
    const symptom = event && symptomOf(invocation, JSON.stringify(event));
    if (event === undefined || symptom === undefined || found.has(symptom.key) || known.includes(symptom.key)) continue;
    for (const change of plain(event)) {
      const only = { id: [event.id] };
      const other = await trial.play(play.situation, [{ change: { ...change, only } }, nothingBut(event.id)]);
      if (!goesWell(other, event.id)) continue;
      const evidence = [...symptom.evidence, sayChange(change)];
      found.set(symptom.key, { ...symptom, event, situation: play.situation, evidence });
      break;
    }
  }
  return [...found.values()];
}

/** Whether the consumer was invoked with an event, and nothing was wrong with that. */
function goesWell({ heard }: Play, id: string): boolean {
  const own = heard.filter(({ delivery }) => delivery?.event.id === id);
  return (
    own.length > 0 &&
    own.every(({ invocation, delivery }) => symptomOf(invocation, JSON.stringify(delivery?.event)) === undefined)
  );
}

function sayChange({ set = {}, remove = [] }: Change): string {
  const parts = [
    ...Object.entries(set).map(([path, value]) => `${path} ${shortened(JSON.stringify(value))}`),
    ...remove.map((path) => `no ${path}`),
  ];
  return `with ${parts.join(' and ')} all goes well`;
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
