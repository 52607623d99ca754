/** How much is awaited that this process's own doings do not bring about. */
let count = 0;

/** Awaits what the machine has to bring: an answer of an endpoint, a module from the disk. Virtual time stands still meanwhile. */
export async function fromElsewhere<Result>(waiting: Promise<Result>): Promise<Result> {
  count += 1;
  try {
    return await waiting;
  } finally {
    count -= 1;
  }
}

/** Whether the machine has yet to bring something: what is awaited so, or a file. */
export function isAwaitedElsewhere(): boolean {
  return count > 0 || process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq'));
}
