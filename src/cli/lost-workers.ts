import { syncBuiltinESMExports } from 'node:module';
import { relative } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Reporter, TestModule } from 'vitest/node';
import { watchBlocked } from './blocked-threads.ts';

/** How long after its time a scenario may still report, before its thread counts as blocked. */
const GRACE = 5_000;
/** How long a thread is watched for a moment of rest. */
const LOOK = 1_000;
const BLOCKED = 'a consumer keeps its thread busy and does not come back';
/** How Vitest words that a worker has gone; it throws the second where nobody can catch it. */
const GONE = /^\[vitest-pool\]: Worker|^Worker exited unexpectedly/;

/** Watches the threads that consumers run in, which a consumer can block or bring down. */
export interface WorkerWatch {
  readonly reporter: Reporter;
  /** For Vitest's option of this name: keeps what is told by `sentences` out of its report. */
  readonly onUnhandledError: (error: { readonly message?: unknown }) => false | undefined;
  /** What became of scenarios whose worker was lost, when the run has ended. */
  sentences(): readonly string[];
}

/** Begins to watch. Has to be called before Vitest is imported, whose threads it is to see. */
export function watchWorkers(): WorkerWatch {
  const threads = trackThreads((error) => {
    if (Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY')
      reason = 'a consumer has used up the memory of its thread';
  });
  const stopWatching = watchBlocked(threads, (thread) => {
    reason = BLOCKED;
    void thread.terminate();
  });
  const planned = new Set<string>();
  const begun = new Map<string, NodeJS.Timeout>();
  let reason: string | undefined;

  async function endBlocked(): Promise<void> {
    const looks = [...threads].map((thread) => ({ thread, before: thread.performance.eventLoopUtilization() }));
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    for (const { thread, before } of looks) {
      if (thread.performance.eventLoopUtilization(before).idle > 0) continue;
      reason = BLOCKED;
      await thread.terminate();
    }
  }

  process.on('uncaughtException', (error: unknown) => {
    if (!(error instanceof Error && GONE.test(error.message))) throw error;
    reason ??= 'a consumer has ended the thread it ran in';
  });

  return {
    reporter: {
      onTestRunStart: (specifications) => {
        for (const { moduleId } of specifications) planned.add(moduleId);
      },
      onTestModuleCollected: (module: TestModule) => {
        begun.set(
          module.moduleId,
          setTimeout(() => void endBlocked(), timeoutOf(module) + GRACE),
        );
      },
      onTestModuleEnd: ({ moduleId }: TestModule) => {
        planned.delete(moduleId);
        clearTimeout(begun.get(moduleId));
        begun.delete(moduleId);
      },
    },
    onUnhandledError: ({ message }) => {
      if (typeof message !== 'string' || !GONE.test(message)) return undefined;
      reason ??= 'a consumer has ended the thread it ran in';
      return false;
    },
    sentences: () => {
      stopWatching();
      for (const timer of begun.values()) clearTimeout(timer);
      if (reason === undefined) return [];
      const lost = [...begun.keys()].map(shown);
      const unreached = [...planned].filter((file) => !begun.has(file)).map(shown);
      return [
        `Cannot judge ${lost.length === 0 ? 'all scenarios' : lost.join(', ')}: ${reason}`,
        ...(unreached.length === 0 ? [] : [`Not run any more after that: ${unreached.join(', ')}`]),
      ];
    },
  };
}

/** How many milliseconds the tests of a module may take by their own timeouts. */
function timeoutOf(module: TestModule): number {
  return [...module.children.allTests()].reduce((sum, { options }) => sum + (options.timeout ?? 0), 0);
}

function shown(file: string): string {
  return relative(process.cwd(), file);
}

/** The threads of this process, as they come and go. */
function trackThreads(fails: (error: Error) => void): ReadonlySet<Worker> {
  const alive = new Set<Worker>();
  const threads = process.getBuiltinModule('node:worker_threads');
  threads.Worker = new Proxy(threads.Worker, {
    construct(Real, args, target): object {
      const thread = Reflect.construct(Real, args, target) as Worker;
      alive.add(thread);
      thread.on('error', fails);
      thread.once('exit', () => alive.delete(thread));
      return thread;
    },
  });
  syncBuiltinESMExports();
  return alive;
}
