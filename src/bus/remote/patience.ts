import type { Milliseconds } from '../../clock.ts';

/** Waits for something that another party does, but no longer than this; tells whether it came in time. */
export async function inTime(coming: PromiseLike<unknown>, limit: Milliseconds): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limit);
  });
  try {
    return await Promise.race([coming.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
