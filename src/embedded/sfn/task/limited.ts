import { Failure } from '../failure.ts';
import type { Visit } from '../strand.ts';

/** Does work that may not take longer than some seconds. */
export async function limited<T>(visit: Visit, seconds: number | undefined, work: Promise<T>): Promise<T> {
  const { scope, run } = visit.strand;
  if (seconds === undefined) return scope.work(work);
  let cancel = (): void => {};
  const late = new Promise<never>((_, reject) => {
    cancel = run.agenda.after(seconds * 1000, () => reject(new Failure('States.Timeout')));
  });
  try {
    return await scope.work(Promise.race([work, late]));
  } finally {
    cancel();
  }
}
