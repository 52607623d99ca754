import { Worker } from 'node:worker_threads';
import type { FoundFile, Message, Task } from '../explore/thread.ts';
import type { Covered } from '../explore/search.ts';
import { Problem, Problems } from '../problem.ts';
import { watchBlocked } from './blocked-threads.ts';

/** What a search has come to. */
export interface Explored {
  readonly covered: Covered;
  readonly found?: FoundFile;
}

/**
 * Searches in a thread of its own, which can be ended when a consumer keeps it busy for ever, or fills its memory. Of the first the search
 * is then taken up again where it stood, slower, with each invocation stopped in time.
 */
export async function exploreApart(task: Task): Promise<Explored> {
  const began = performance.now();
  const first = await attempt(task);
  if (!('blockedAt' in first)) return first;
  const { milliseconds } = task.reach;
  const left = milliseconds === undefined ? undefined : Math.max(AT_LEAST, milliseconds - (performance.now() - began));
  const second = await attempt({
    ...task,
    isCareful: true,
    reach: { ...task.reach, skip: Math.max(0, first.blockedAt - 1), ...(left !== undefined && { milliseconds: left }) },
  });
  if (!('blockedAt' in second)) return second;
  throw new Problem(
    'CONSUMER_NOT_LOADED',
    `Cannot explore "${Object.keys(task.setup.consumers).join('", "')}": in scenario ${second.blockedAt} it keeps its thread busy after an "await", where nothing can stop it`,
  );
}

/** How long a search goes on at least that was taken up again, so that it gets to what had stopped it. */
const AT_LEAST = 20_000;

async function attempt(task: Task): Promise<Explored | { readonly blockedAt: number }> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`../explore/thread.${extension}`, import.meta.url), { workerData: task });
  const line = progressLine();
  let beat = 1;
  let unwatch = (): void => {};
  try {
    return await new Promise((resolve, reject) => {
      unwatch = watchBlocked(new Set([worker]), () => resolve({ blockedAt: beat }));
      worker.on('message', (message: Message) => {
        if (message.kind === 'beat') beat = message.number;
        else if (message.kind === 'progress') line.show(message.tried);
        else if (message.kind === 'problems') reject(new Problems(message.problems.map(toProblem)));
        else resolve(message);
      });
      worker.on('error', (error) => reject(isOutOfMemory(error) ? filled(task, beat) : error));
      worker.on('exit', () => reject(new Error('The thread of the search ended before the search')));
    });
  } finally {
    unwatch();
    line.clear();
    await worker.terminate();
  }
}

function toProblem({ code, message, place }: Pick<Problem, 'code' | 'message' | 'place'>): Problem {
  return new Problem(code, message, { place });
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function filled({ setup }: Task, beat: number): Problem {
  return new Problem(
    'CONSUMER_NOT_LOADED',
    `Cannot explore "${Object.keys(setup.consumers).join('", "')}": at about scenario ${beat} it has filled the memory of its process`,
  );
}

/** How far it is, where somebody looks on. */
function progressLine(): { show(tried: number): void; clear(): void } {
  const { stderr } = process;
  const { isTTY: isShown } = stderr;
  return {
    show: (tried) => {
      if (isShown) stderr.write(`\r${tried} scenarios tried`);
    },
    clear: () => {
      if (isShown) stderr.write('\r\u001B[K');
    },
  };
}
