/** A failure inside an execution, by the name that Retry and Catch go by. */
export class Failure extends Error {
  override readonly name = 'Failure';
  /** Such as `States.Runtime`, or whatever a task or a Fail state calls its error. */
  readonly error: string | undefined;
  /** The words; none where AWS gives none, as for a time-out. */
  readonly reason: string | undefined;
  /** The field of a state whose expression failed, such as `Output/v`. Only for JSONata. */
  readonly location: string | undefined;

  /** Another name that Retry and Catch may know it by. */
  readonly alias: string | undefined;

  constructor(error: string | undefined, reason?: string, location?: string, alias?: string) {
    super(reason ?? error);
    this.error = error;
    this.reason = reason;
    this.location = location;
    this.alias = alias;
  }

  /** What a Catch hands on. */
  toOutput(): Readonly<Record<string, string>> {
    return { Error: this.error ?? '', Cause: this.reason ?? '' };
  }
}

/** That a state could not be carried out as it is written: it ends the execution, and no Catch helps. */
export function runtimeFailure(cause: string): Failure {
  return new Failure('States.Runtime', cause);
}
