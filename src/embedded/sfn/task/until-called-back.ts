import { Failure } from '../failure.ts';
import type { Visit } from '../strand.ts';
import type { Limits } from './limits.ts';

/** Waits for SendTaskSuccess or SendTaskFailure with this visit's token, within its limits. */
export async function untilCalledBack(visit: Visit, { timeout, heartbeat }: Limits): Promise<unknown> {
  const { scope, run } = visit.strand;
  const { agenda, pacer } = run;
  const undo: (() => void)[] = [];
  try {
    return await scope.hold<unknown>((resolve, reject) => {
      const late = (alias?: string) => (): Promise<void> => {
        reject(new Failure('States.Timeout', undefined, undefined, alias));
        return pacer.idle();
      };
      const beat = (): (() => void) | undefined =>
        heartbeat === undefined ? undefined : agenda.after(heartbeat * 1000, late('States.HeartbeatTimeout'));
      if (timeout !== undefined) undo.push(agenda.after(timeout * 1000, late()));
      let stopBeat = beat();
      undo.push(() => stopBeat?.());
      undo.push(
        visit.callback!.expect({
          succeed: resolve,
          fail: reject,
          beat: () => {
            stopBeat?.();
            stopBeat = beat();
          },
        }),
      );
    });
  } finally {
    for (const each of undo) each();
  }
}
