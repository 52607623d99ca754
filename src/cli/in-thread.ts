import { parentPort, workerData } from 'node:worker_threads';
import { Problem, Problems } from '../problem.ts';

/** What a thread tells where a person has something to mend. */
export interface ProblemsTold {
  readonly kind: 'problems';
  readonly problems: readonly Pick<Problem, 'code' | 'message' | 'place'>[];
}

/** Does the work of a thread, where this is one. What its consumers print is swallowed, and a `Problem` is told. */
export async function inThread(work: (task: never, tell: (message: unknown) => void) => Promise<void>): Promise<void> {
  if (parentPort === null) return;
  const port = parentPort;
  mute();
  try {
    await work(workerData as never, (message) => port.postMessage(message));
  } catch (error) {
    const problems = error instanceof Problems ? error.problems : error instanceof Problem ? [error] : undefined;
    if (problems === undefined) throw error;
    const told: ProblemsTold = {
      kind: 'problems',
      problems: problems.map(({ code, message, place }) => ({ code, message, place })),
    };
    port.postMessage(told);
  }
}

/** What consumers print in thousands of plays is of no use, and stands between what is told. */
function mute(): void {
  const swallow = (_text: unknown, encoding?: unknown, done?: unknown): boolean => {
    const told = typeof encoding === 'function' ? encoding : done;
    if (typeof told === 'function') setImmediate(() => void told());
    return true;
  };
  for (const stream of [process.stdout, process.stderr]) stream.write = swallow;
}
