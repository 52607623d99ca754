import { Worker } from 'node:worker_threads';
import type { Message, Task, Told } from './contract-thread.ts';
import { Problem, Problems } from '../problem.ts';
import { watchBlocked } from './blocked-threads.ts';

/**
 * Judges contracts in a thread of its own, which can be ended when a consumer keeps it busy for ever or fills its memory. Tells each verdict
 * as it is found; resolves with whether anything has reached the consumer.
 */
export async function judgeApart(task: Task, tell: (told: Told) => void): Promise<boolean> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./contract-thread.${extension}`, import.meta.url), { workerData: task });
  let unwatch = (): void => {};
  try {
    return await new Promise((resolve, reject) => {
      const end = (sentence: string): void => {
        tell({ name: 'no-crash-on-any-valid-event', breach: { sentence, evidence: [], key: 'blocked' } });
        resolve(true);
      };
      unwatch = watchBlocked(new Set([worker]), () =>
        end(`${task.consumer} keeps its thread busy for ever, where nothing can stop it`),
      );
      worker.on('message', (message: Message) => {
        if (message.kind === 'verdict') tell(message.told);
        else if (message.kind === 'done') resolve(message.isReached);
        else
          reject(
            new Problems(
              message.problems.map(({ code, message: words, place }) => new Problem(code, words, { place })),
            ),
          );
      });
      worker.on('error', (error) => {
        if (isOutOfMemory(error)) end(`${task.consumer} fills the memory of its process`);
        else reject(error);
      });
      worker.on('exit', () => reject(new Error('The thread of the trial ended before the trial')));
    });
  } finally {
    unwatch();
    await worker.terminate();
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
