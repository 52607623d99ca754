/** What a function says of a batch: which items it has failed, or that its answer cannot be read, which fails all. */
export type ItemFailures = ReadonlySet<string> | 'all';

/**
 * Reads `{ "batchItemFailures": [{ "itemIdentifier": "…" }] }`. Nothing, an empty list or an empty object is no failure;
 * an identifier that is empty or not of this batch fails the whole batch.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function readItemFailures(answer: unknown, known: ReadonlySet<string>): ItemFailures {
  if (answer === null || answer === undefined) return new Set();
  if (typeof answer !== 'object' || !('batchItemFailures' in answer)) return new Set();
  const { batchItemFailures: failures } = answer;
  if (failures === null) return new Set();
  if (!Array.isArray(failures)) return 'all';
  const failed = new Set<string>();
  for (const failure of failures as unknown[]) {
    const id: unknown =
      typeof failure === 'object' && failure !== null && 'itemIdentifier' in failure
        ? failure.itemIdentifier
        : undefined;
    if (typeof id !== 'string' || !known.has(id)) return 'all';
    failed.add(id);
  }
  return failed;
}
