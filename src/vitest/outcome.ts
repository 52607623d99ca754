import type { Place, Problem, ProblemCode } from '../problem.ts';

/** How a scenario ended, as its test reports it to whoever runs Vitest. */
export type Outcome =
  | {
      readonly kind: 'kept' | 'broken';
      /** The promises, kept, broken and not checked, a line of text each. */
      readonly promises: readonly string[];
      /** What happened, a line of text each; where it is asked for. */
      readonly course?: readonly string[];
      /** What the bus cannot do, a line of text each. */
      readonly limits?: readonly string[];
      /** What went wrong once every promise had been checked. */
      readonly codes?: readonly ProblemCode[];
    }
  | { readonly kind: 'problem'; readonly codes: readonly ProblemCode[] };

/** A `Problem` that can travel from the main process into a test module. */
export interface PlainProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly place: Place | undefined;
  readonly cause?: unknown;
}

/** Takes a problem apart for the way to a test module. */
export function plain({ code, message, place }: Problem): PlainProblem {
  return { code, message, place };
}

declare module 'vitest' {
  interface TaskMeta {
    ecreplay?: Outcome;
  }
}
