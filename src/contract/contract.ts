import type { BusEvent } from '../eventbridge/event.ts';
import type { ContractName } from '../scenario/contract-names.ts';
import type { FaultInput } from '../scenario/fault.ts';
import type { Situation } from './situation/situation.ts';
import type { Trial } from './trial.ts';

/** What a consumer of these events has to stand, whatever it is for. */
export interface Contract {
  /** Kebab case: how a scenario and a command line name it. */
  readonly name: ContractName;
  /** What holds of a consumer that keeps it, in a sentence. */
  readonly means: string;
  /** What happened to somebody whose consumer did not. */
  readonly incident: string;
  /** Where it is known from: the class of mistakes in the project's facts, and what AWS says. */
  readonly source: string;
  /** The event or the sequence that breaks it, in a few words. */
  readonly example: string;
  /** What a good engineer does about it. */
  readonly mend: string;
  /** Tries to break it: the smallest thing that does, or nothing. */
  readonly check: (trial: Trial) => Promise<Breach | undefined>;
  /** That it looks at rules alone, and nothing is played. */
  readonly isOfRules?: true;
  /** That it judges each event by itself, whatever comes before and after. */
  readonly isOfEach?: true;
  /** That a search asks it after the others: it takes many plays, or is about what they have left. */
  readonly isLate?: true;
  /** That nothing else can be said of a consumer that breaks it, because every play goes on until it is stopped. */
  readonly isFinal?: true;
}

/** What has broken a contract. */
export interface Breach {
  /** What the consumer did that it should not have done, in a sentence without a full stop. */
  readonly sentence: string;
  /** What goes with it: calls, differences, what would have been right. A line each. */
  readonly evidence: readonly string[];
  /** The event it was about, where it was one. */
  readonly event?: BusEvent;
  /** What happened, as steps of a scenario, and what happened to the deliveries; of a mistake in a rule there is none. */
  readonly situation?: Situation;
  readonly faults?: readonly FaultInput[];
  /** Where in the consumer's own code it failed, `file:line:column`. */
  readonly frame?: string;
  /** The same failure has the same key, so that it is told once, by the contract that says most about it. */
  readonly key: string;
  /** Keys of other failures that have the same reason. */
  readonly others?: readonly string[];
}
