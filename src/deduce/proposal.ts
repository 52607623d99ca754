import type { Given, Step } from '../scenario/step.ts';
import type { Fact } from './said.ts';

/** One way to say what happened. */
export interface Form {
  readonly steps: readonly Step[];
  /** What must have been there for it. */
  readonly given?: readonly Given[];
  /** The facts that it quotes. */
  readonly quotes: readonly Fact[];
}

/** Facts that belong together, and the ways to say what they tell of: the plainest first, word for word last. */
export interface Proposal {
  readonly facts: readonly Fact[];
  readonly forms: readonly Form[];
}
