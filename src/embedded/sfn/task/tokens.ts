import { Fault } from '../../../wire/fault.ts';
import { Failure } from '../failure.ts';

/** A task that waits to be called back. */
interface Waiting {
  readonly succeed: (output: unknown) => void;
  readonly fail: (failure: Failure) => void;
  readonly beat: () => void;
}

/** The tasks of all executions that wait to be called back, by their tokens. */
export interface Tokens {
  /** Makes a token known: it may be called from here on, even before anybody waits for it. */
  issue(token: string): void;
  /** Waits for a token's call; the returned function forgets it. */
  expect(token: string, waiting: Waiting): () => void;
  succeed(token: string, output: string): void;
  fail(token: string, error: string | undefined, cause: string | undefined): void;
  beat(token: string): void;
}

/** A token, who waits for it, and what came before anybody waited. */
interface Issued {
  waiting?: Waiting;
  early?: (waiting: Waiting) => void;
}

export function openTokens(): Tokens {
  const open = new Map<string, Issued>();
  const over = new Set<string>();

  function tell(token: string, what: (waiting: Waiting) => void): void {
    const issued = open.get(token);
    if (issued === undefined) {
      if (over.has(token)) throw new Fault('TaskTimedOut', 'Task Timed Out: The provided task does not exist anymore');
      throw new Fault('InvalidToken', "Invalid Token: 'Invalid token'");
    }
    if (issued.waiting === undefined) issued.early ??= what;
    else what(issued.waiting);
  }

  return {
    issue: (token) => void open.set(token, {}),
    expect: (token, waiting) => {
      const issued = open.get(token) ?? {};
      open.set(token, Object.assign(issued, { waiting }));
      issued.early?.(waiting);
      return () => {
        open.delete(token);
        over.add(token);
      };
    },
    succeed: (token, output) => {
      const value = readOutput(output);
      tell(token, (waiting) => waiting.succeed(value));
    },
    fail: (token, error, cause) => tell(token, (waiting) => waiting.fail(new Failure(error, cause))),
    beat: (token) => {
      tell(token, (waiting) => waiting.beat());
    },
  };
}

function readOutput(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Fault('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
}
