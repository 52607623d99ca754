import type { Place } from '../problem.ts';

/** One promise of a scenario, kept or broken, with the evidence. */
export interface Finding {
  readonly kind: 'kept' | 'broken';
  /** What kind of promise: the key of the expectation, `step` for a step's own end, `network` for a refused connection. */
  readonly promise: 'cloudtrail' | 'event' | 'consumer' | 'step' | 'network';
  /** The promise in a sentence, present tense. */
  readonly claim: string;
  readonly place: Place;
  /** Of a broken promise: what was wanted, the nearest thing that did happen, and how they differ. Lines of text. */
  readonly evidence?: { readonly expected: string; readonly nearest: string; readonly difference: string };
}
