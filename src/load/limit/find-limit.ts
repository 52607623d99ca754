import type { Milliseconds } from '../../clock.ts';
import type { Plan, Rate } from '../plan/plan.ts';

/** What one short run at a rate came to. */
export interface Trial {
  readonly rate: Rate;
  /** `void`: the run says nothing of the consumer, because of the generator or the way there. */
  readonly kind: 'kept' | 'broken' | 'void';
  /** Why, where it was not kept: the threshold and what was measured, or what makes the run void. */
  readonly says: string;
}

/** Between which rates the limit lies. */
export interface Limit {
  /** The highest rate that kept the thresholds; undefined where none did. */
  readonly kept: Rate | undefined;
  /** The lowest that did not; undefined where all did. */
  readonly broken: Trial | undefined;
  /** All of them, in the order they were run. */
  readonly trials: readonly Trial[];
}

/** How a limit is searched for. */
export interface Search {
  /** Where it begins. */
  readonly from: Rate;
  /** No higher rate is tried. */
  readonly most: Rate;
  /** The search ends once the one rate is no more than this part above the other. */
  readonly within: number;
  /** Runs at a rate. */
  readonly attempt: (rate: Rate) => Promise<Trial>;
  /** Told of each as it ends. */
  readonly told?: (trial: Trial) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Slower than one event a second nothing is tried. */
const LEAST: Rate = 1;

/**
 * Searches for the highest rate that keeps the thresholds: doubles until one does not, or halves until one does, and then closes in between.
 *
 * A void run is no better than a broken one: the rate was not shown to be kept. That it was void is said.
 */
export async function findLimit({ from, most, within, attempt, told, signal }: Search): Promise<Limit> {
  const trials: Trial[] = [];
  let kept: Rate | undefined;
  let broken: Trial | undefined;

  const isOver = (): boolean => signal?.aborted === true;
  while (!isOver()) {
    const rate = nextRate({ from, most, kept, broken: broken?.rate, within });
    if (rate === undefined) break;
    const trial = await attempt(rate);
    // A run that was interrupted says nothing of its rate.
    if (isOver()) break;
    trials.push(trial);
    told?.(trial);
    if (trial.kind === 'kept') kept = rate;
    else broken = trial;
  }
  return { kept, broken, trials };
}

function nextRate({
  from,
  most,
  kept,
  broken,
  within,
}: Pick<Search, 'from' | 'most' | 'within'> & {
  readonly kept: Rate | undefined;
  readonly broken: Rate | undefined;
}): Rate | undefined {
  if (kept === undefined && broken === undefined) return Math.min(from, most);
  if (broken === undefined) return kept! >= most ? undefined : Math.min(most, kept! * 2);
  if (kept === undefined) return broken <= LEAST ? undefined : Math.max(LEAST, Math.floor(broken / 2));
  const middle = Math.round((kept + broken) / 2);
  return broken - kept <= Math.max(1, kept * within) || middle === kept || middle === broken ? undefined : middle;
}

/** The same plan at one rate, for so long, in place of its phases. It is not ended before its time, and is told apart by its name. */
export function atRate(plan: Plan, rate: Rate, length: Milliseconds): Plan {
  return { ...plan, phases: [{ kind: 'constant', rate, for: length, name: `${rate}/s` }], stop: undefined };
}

/** A limit in a sentence. */
export function sayLimit({ kept, broken, trials }: Limit): string {
  if (trials.length === 0) return 'nothing was tried';
  const above =
    broken === undefined
      ? ''
      : `at ${broken.rate}/s ${broken.kind === 'void' ? 'the run is void: ' : ''}${broken.says}`;
  if (kept === undefined) return `no rate keeps the thresholds: ${above}`;
  return broken === undefined
    ? `${kept}/s keeps the thresholds, and no more was tried`
    : `${kept}/s keeps the thresholds, ${above}`;
}
