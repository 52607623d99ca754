import type { Session } from 'node:inspector';
import type { Worker } from 'node:worker_threads';

/** How often threads are looked at. */
const LOOK = 500;
/** By how much an invocation is over its time before its thread is taken to be blocked: a timer that can fire does so sooner. */
const OVERDUE = 1_000;
/** Tells, in a thread that runs consumers, by how much an invocation is over its time. */
const ASK = "globalThis[Symbol.for('ecreplay.overdue')]?.() ?? 0";

/**
 * Finds threads in which a consumer goes round in circles beyond its time. No timer fires in such a thread, and it answers nobody but
 * V8's own inspector. Returns what ends the watch.
 */
export function watchBlocked(threads: ReadonlySet<Worker>, blocked: (thread: Worker) => void): () => void {
  let before = new Map<Worker, number>();
  let asking = false;

  async function look(): Promise<void> {
    const now = new Map([...threads].map((thread) => [thread, thread.performance.eventLoopUtilization().idle]));
    const busy = [...now].flatMap(([thread, idle]) => (before.get(thread) === idle ? [thread] : []));
    before = now;
    if (busy.length === 0 || asking) return;
    asking = true;
    const overdue = await overdueThreads().finally(() => {
      asking = false;
    });
    for (const thread of busy) if (overdue.has(String(thread.threadId))) blocked(thread);
  }

  const timer = setInterval(() => void look(), LOOK);
  timer.unref();
  return () => clearInterval(timer);
}

/** The ids of the threads that run a consumer beyond its time. */
async function overdueThreads(): Promise<ReadonlySet<string>> {
  const inspector = process.getBuiltinModule('node:inspector');
  // Somebody is debugging, and what stands still may stand at a breakpoint.
  if (inspector.url() !== undefined) return new Set();
  const session = new inspector.Session();
  session.connect();
  try {
    const asked: Promise<string | undefined>[] = [];
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      asked.push(ask(session, sessionId).then((overdue) => (overdue > OVERDUE ? workerInfo.workerId : undefined)));
    });
    await new Promise((resolve) => {
      session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, resolve);
    });
    return new Set((await Promise.all(asked)).filter((id) => id !== undefined));
  } finally {
    session.disconnect();
  }
}

/** What a thread answers; zero, where it does not in time. */
function ask(session: Session, sessionId: string): Promise<number> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(0), LOOK);
    session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      if (params.sessionId !== sessionId) return;
      const { id, result } = JSON.parse(params.message) as Answer;
      if (id !== 1) return;
      clearTimeout(timer);
      const value = result?.result?.value;
      resolve(typeof value === 'number' ? value : 0);
    });
    const message = JSON.stringify({
      id: 1,
      method: 'Runtime.evaluate',
      params: { expression: ASK, returnByValue: true },
    });
    session.post('NodeWorker.sendMessageToWorker', { sessionId, message });
  });
}

interface Answer {
  readonly id?: number;
  readonly result?: { readonly result?: { readonly value?: unknown } };
}
