import type { QueryLanguage } from '../definition.ts';

/** Notes something that is wrong, and where. */
export type Complain = (message: string, location: string) => void;

/** What the machine around says of those inside. */
export interface Around {
  readonly express: boolean;
  readonly language: QueryLanguage;
  /** Whether it is the whole machine, rather than a branch. */
  readonly top: boolean;
  /** Checks a machine that lies inside a state. */
  readonly inside: CheckMachine;
}

/** Checks a machine or a branch. */
export type CheckMachine = (
  machine: Readonly<Record<string, unknown>>,
  at: string,
  around: Around,
  complain: Complain,
) => void;
