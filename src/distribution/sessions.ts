import type { Instant, Milliseconds } from '../clock.ts';

/** An upload that has not ended by then never will. */
export const LONGEST_UPLOAD: Milliseconds = 86_400_000;

/** An upload under way, as the registry's proxy keeps it. */
export interface Session {
  readonly uploadId: string;
  readonly repository: string;
  /** How many bytes ECR has been told of in parts; what has come beyond them waits until a part is full. */
  told: number;
  readonly begunAt: Instant;
  /** What has yet to be done for it, one after the other. */
  turn: Promise<unknown>;
}

/** Uploads under way, by their ids. */
export type Sessions = Map<string, Session>;

/** Does something with an upload once all that came before it is done: clients may send again what seems lost while it is still coming in. */
export function inTurn<Result>(session: Session, act: () => Promise<Result>): Promise<Result> {
  const result = session.turn.then(act);
  session.turn = result.catch(() => {});
  return result;
}
