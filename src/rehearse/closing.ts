import { Problem } from '../problem.ts';

/** What was worked out with a resource, and why it could not be closed afterwards. */
export interface Closed<Result> {
  readonly result: Result;
  readonly unclosed: readonly Problem[];
}

/**
 * Uses a resource and closes it, whatever comes of it: `await using`, which Node 22 does not know, but for one thing. What was worked out
 * survives a closing that fails, so that a verdict is not lost over a queue that could not be deleted.
 *
 * Where both fail, the first is thrown, and a `Problem` says what the second was.
 */
export async function closing<Resource extends AsyncDisposable, Result>(
  resource: Resource,
  use: (resource: Resource) => Promise<Result>,
): Promise<Closed<Result>> {
  let result: Result;
  try {
    result = await use(resource);
  } catch (error) {
    const unclosed = await close(resource).catch(() => []);
    throw error instanceof Problem ? unclosed.reduce(withSecond, error) : error;
  }
  return { result, unclosed: await close(resource) };
}

async function close(resource: AsyncDisposable): Promise<readonly Problem[]> {
  try {
    await resource[Symbol.asyncDispose]();
    return [];
  } catch (error) {
    if (error instanceof Problem) return [error];
    throw error;
  }
}

function withSecond({ code, message, cause, place }: Problem, second: Problem): Problem {
  return new Problem(code, `${message}; and then: ${second.message}`, { cause, place });
}
