import { Worker } from 'node:worker_threads';
import type { Milliseconds } from '../../clock.ts';
import type { Credentials } from '../publish/sign.ts';
import type { Beat } from './beat.ts';
import type { Start } from './run-clock.ts';
import type { Order, Report, WorkerTask } from './worker.ts';

/** The threads that send. */
export interface Crew extends AsyncDisposable {
  begin(start: Start, wall: number): void;
  /** Has all of them end; see `Generator.stop`. */
  stop(grace: Milliseconds): void;
  renew(credentials: Credentials): void;
  /** The last beat of each. */
  beats(): readonly Beat[];
  /** Resolves once each has told its last or is lost. */
  readonly ended: Promise<void>;
  /** Those that ended before their time, and why. */
  readonly lost: readonly { readonly index: number; readonly says: string }[];
}

/** Opens a crew; resolves once each worker could begin. */
export async function openCrew(
  tasks: readonly WorkerTask[],
  beaten: (beat: Beat, index: number) => void,
): Promise<Crew> {
  const lost: { index: number; says: string }[] = [];
  const last: Beat[] = [];
  const members = tasks.map((task, index) => member(task, { index, last, lost, beaten }));
  const close = async (): Promise<void> => {
    await Promise.all(members.map(({ worker }) => worker.terminate()));
  };
  try {
    await Promise.all(members.map(({ ready }) => ready));
  } catch (error) {
    await close();
    throw error;
  }
  const order = (told: Order): void => {
    for (const { worker } of members) worker.postMessage(told, []);
  };
  return {
    lost,
    begin: (start, wall) => order({ kind: 'start', start, wall }),
    stop: (grace) => order({ kind: 'stop', grace }),
    renew: (credentials) => order({ kind: 'credentials', credentials }),
    beats: () => last.filter((beat) => beat !== undefined),
    ended: Promise.all(members.map(({ ended }) => ended)).then(() => undefined),
    [Symbol.asyncDispose]: close,
  };
}

function member(
  task: WorkerTask,
  {
    index,
    last,
    lost,
    beaten,
  }: {
    readonly index: number;
    readonly last: Beat[];
    readonly lost: { index: number; says: string }[];
    readonly beaten: (beat: Beat, index: number) => void;
  },
): { readonly worker: Worker; readonly ready: Promise<void>; readonly ended: Promise<void> } {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url), { workerData: task });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let failure: unknown;
  worker.on('message', (report: Report) => {
    if (report.kind === 'ready') ready.resolve();
    else {
      last[index] = report.beat;
      beaten(report.beat, index);
    }
  });
  worker.on('error', (error) => {
    failure = error;
  });
  worker.on('exit', (code) => {
    if (last[index]?.last !== true) {
      const says = failure instanceof Error ? failure.message : `it ended with ${code}`;
      lost.push({ index, says });
      // What cannot even begin is a defect, and no measurement.
      ready.reject(failure ?? new Error(`A worker of the load run ${says}`));
    }
    ended.resolve();
  });
  return { worker, ready: ready.promise, ended: ended.promise };
}
