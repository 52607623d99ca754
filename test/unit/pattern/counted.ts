import { Session } from 'node:inspector';
import type { Profiler } from 'node:inspector';

/**
 * Counts the steps that the pattern room takes: how often the runtime entered each block of its code. The same work takes
 * the same steps on any machine, however busy.
 */
export class Steps {
  readonly #session = new Session();

  /** Code is counted when it is loaded after this. */
  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  count(work: () => unknown): number {
    this.#take();
    work();
    return this.#take();
  }

  [Symbol.dispose](): void {
    this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }

  #take(): number {
    let result: readonly Profiler.ScriptCoverage[] = [];
    // A session with its own thread answers at once.
    this.#session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error !== null) throw error;
      result = taken.result;
    });
    return result
      .filter(({ url }) => url.includes('/src/pattern/'))
      .flatMap(({ functions }) => functions)
      .flatMap(({ ranges }) => ranges)
      .reduce((sum, { count }) => sum + count, 0);
  }
}
