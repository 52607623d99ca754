import { Worker } from 'node:worker_threads';
import type { FoundFile, Message, Task, WatchedTask } from './explore-thread.ts';
import type { Covered } from '../explore/search.ts';
import { Problem, Problems } from '../problem.ts';
import { toMilliseconds } from '../scenario/duration.ts';

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
  const third = await attempt({ ...task, untried: second.blockedAt });
  if ('blockedAt' in third) throw new Error('A search that tries nothing stands still');
  return third;
}

/** How long a search goes on at least that was taken up again, so that it gets to what had stopped it. */
const AT_LEAST = 20_000;

async function attempt(task: Task): Promise<Explored | { readonly blockedAt: number }> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const pulse = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: WatchedTask = { ...task, pulse };
  const worker = new Worker(new URL(`./explore-thread.${extension}`, import.meta.url), { workerData });
  const line = progressLine();
  let beat = 1;
  let unwatch = (): void => {};
  try {
    return await new Promise((resolve, reject) => {
      unwatch = watchPulse(pulse, longestOf(task), () => resolve({ blockedAt: beat }));
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

/** By how much more than the longest invocation a thread may stand still: on a busy machine others take their time. */
const STANDSTILL = 4_000;
const LOOK = 250;

/** Calls back when a thread's event loop has not turned for longer than any of its invocations may take. Returns what ends the watch. */
function watchPulse(pulse: Int32Array, longest: number, stopped: () => void): () => void {
  let last = Atomics.load(pulse, 0);
  let looks = 0;
  // By looks and not by the clock: a machine that was asleep has looked no more often.
  const timer = setInterval(() => {
    const now = Atomics.load(pulse, 0);
    looks = now === last ? looks + 1 : 0;
    last = now;
    if (looks * LOOK > longest + STANDSTILL) stopped();
  }, LOOK);
  return () => clearInterval(timer);
}

function longestOf({ setup }: Task): number {
  const timeouts = Object.values(setup.consumers).map((spec) => ('timeout' in spec ? spec.timeout : undefined));
  return Math.max(...timeouts.map((timeout) => toMilliseconds(timeout ?? '3s')));
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
