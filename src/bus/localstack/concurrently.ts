/**
 * Waits for all, and only then throws what the first of them has thrown: what is half made when the others are taken away would be left
 * behind.
 */
export async function concurrently<Result>(tasks: Iterable<Promise<Result>>): Promise<Result[]> {
  const ends = await Promise.allSettled(tasks);
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}

/** The same for two that make different things. */
export async function both<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  await concurrently<unknown>([one, other]);
  return [await one, await other];
}
