import type { Place } from '../problem.ts';

/** One promise of a scenario: kept, broken, or not checked because the bus cannot do what it is about, or because nobody has made it. */
export interface Finding {
  readonly kind: 'kept' | 'broken' | 'unchecked';
  /** What kind of promise: the key of the expectation, `step` for a step's own end, `network` for a refused connection. */
  readonly promise: 'cloudtrail' | 'event' | 'consumer' | 'invariant' | 'step' | 'network';
  /** What of it: `npx ecreplay explain` has a page on each. */
  readonly topic: Topic;
  /** The promise in a sentence, present tense. */
  readonly claim: string;
  readonly place: Place;
  /** Of a broken promise. */
  readonly evidence?: Evidence;
  /** Of a promise that is not checked: why not, in a sentence. */
  readonly reason?: string;
}

/** What promises are about: members of expectations, and what every scenario promises without a word. */
export type Topic =
  | 'step'
  | 'inOrder'
  | 'exactly'
  | 'recorded'
  | 'emitted'
  | 'delivered'
  | 'invoked'
  | 'returned'
  | 'threw'
  | 'calls'
  | 'request'
  | 'within'
  | 'contract'
  | 'invariant'
  | 'dead-letters'
  | 'left-running'
  | 'endless'
  | 'unpromised'
  | 'network';

/** Why a promise counts as broken: lines of text, without indentation or colour. */
export interface Evidence {
  /** What came of it, in a few words that end the claim's sentence: `it was invoked 0 times`. */
  readonly outcome: string;
  /** What was wanted, as the scenario says it. */
  readonly expected: string;
  /** The nearest thing that did happen. */
  readonly nearest: string;
  /** How the two differ, and what would mend it where that is known. */
  readonly difference: string;
  /** The id of what it is about, which decided it: an event's `id`, a record's `eventID`, an invocation's `requestId`, or `step 3`. */
  readonly about?: string;
}

/** A promise before it is judged. */
export type Claim = Pick<Finding, 'promise' | 'topic' | 'claim' | 'place'>;

/** A promise that held. */
export function kept(claim: Claim): Finding {
  return { kind: 'kept', ...claim };
}

/** A promise that did not hold, and why. */
export function broken(claim: Claim, evidence: Evidence): Finding {
  return { kind: 'broken', ...claim, evidence };
}

/** A promise of which nobody can tell on this bus whether it holds. */
export function unchecked(claim: Claim, reason: string): Finding {
  const { promise, topic, claim: sentence, place } = claim;
  return { kind: 'unchecked', promise, topic, claim: sentence, place, reason };
}

/** The half of the evidence that tells what happened. */
export type Why = Pick<Evidence, 'nearest' | 'difference' | 'about'>;
