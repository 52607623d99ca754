import { Problem } from '../../problem.ts';
import type { View } from './snapshot.ts';

/** Several views as one. What goes wrong with one as it ends is told, and is no reason to lose a run. */
export function together(views: readonly View[], tell: (problem: Problem) => void): View {
  let ended: Promise<void> | undefined;
  async function end(): Promise<void> {
    const all = await Promise.allSettled(views.map(async (view) => view.end()));
    for (const one of all) {
      if (one.status === 'fulfilled') continue;
      if (!(one.reason instanceof Problem)) throw one.reason;
      tell(one.reason);
    }
  }
  return {
    show: (snapshot) => {
      for (const view of views) view.show(snapshot);
    },
    // Once is enough, however often it is asked for.
    end: async () => (ended ??= end()),
  };
}
