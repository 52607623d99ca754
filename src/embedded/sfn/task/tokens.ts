import { Fault } from '../../../wire/fault.ts';
import { Failure } from '../failure.ts';
import { readJson } from '../read-json.ts';

/** A task that waits to be called back. */
interface Waiting {
  readonly succeed: (output: unknown) => void;
  readonly fail: (failure: Failure) => void;
  readonly beat: () => void;
}

/** The call back that one task is due. */
export interface Callback {
  /** Waits for it; the returned function waits no longer. */
  expect(waiting: Waiting): () => void;
}

/** The tasks of all executions that wait to be called back, by their tokens. */
export interface Tokens {
  /** Makes a token known: it may be called from here on, even before anybody waits for it. */
  issue(token: string): Callback;
  succeed(token: string, output: string): void;
  fail(token: string, error: string | undefined, cause: string | undefined): void;
  beat(token: string): void;
}

/** A token, who waits for it, and what came before anybody waited. */
interface Issued {
  waiting?: Waiting;
  early?: (waiting: Waiting) => void;
}

/** `wake` does what an execution has waited for, at its time. */
export function openTokens(wake: (action: () => void) => void): Tokens {
  const open = new Map<string, Issued>();
  const over = new Set<string>();

  function find(token: string): Issued {
    const issued = open.get(token);
    if (issued !== undefined) return issued;
    if (over.has(token)) throw new Fault('TaskTimedOut', 'Task Timed Out: The provided task does not exist anymore');
    throw new Fault('InvalidToken', "Invalid Token: 'Invalid token'");
  }

  /** A task ends once: its token is of no use from here on. */
  function end(token: string, how: (waiting: Waiting) => void): void {
    const issued = find(token);
    open.delete(token);
    over.add(token);
    const { waiting } = issued;
    if (waiting === undefined) issued.early = how;
    else wake(() => how(waiting));
  }

  return {
    issue: (token) => {
      const issued: Issued = {};
      open.set(token, issued);
      return {
        expect: (waiting) => {
          issued.waiting = waiting;
          issued.early?.(waiting);
          return () => {
            open.delete(token);
            over.add(token);
          };
        },
      };
    },
    succeed: (token, output) => {
      const value = readOutput(output);
      end(token, (waiting) => waiting.succeed(value));
    },
    fail: (token, error, cause) => end(token, (waiting) => waiting.fail(new Failure(error, cause))),
    beat: (token) => find(token).waiting?.beat(),
  };
}

function readOutput(text: string): unknown {
  try {
    return readJson(text);
  } catch (error) {
    throw new Fault('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
}
