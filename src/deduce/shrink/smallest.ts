/** Runs of the code under test that are worth their time. */
const MOST_TRIALS = 400;

/** What is left, and how many trials it took. */
export interface Smallest<Item> {
  readonly items: readonly Item[];
  readonly trials: number;
  /** Whether no single item of them can be left out: false where the trials ran out before. */
  readonly isMinimal: boolean;
}

/**
 * Leaves out of a list what can be left out while it still holds: ddmin of Zeller and Hildebrandt, "Simplifying and
 * Isolating Failure-Inducing Input" (2002). `holds` is taken to hold for the whole list.
 */
export async function smallest<Item>(
  all: readonly Item[],
  holds: (items: readonly Item[]) => Promise<boolean>,
  most: number = MOST_TRIALS,
): Promise<Smallest<Item>> {
  let items = all;
  let parts = 2;
  let trials = 0;
  const known = new Map<string, boolean>();
  const index = new Map(all.map((item, at) => [item, at]));
  const tried = async (some: readonly Item[]): Promise<boolean> => {
    const key = some.map((item) => index.get(item)).join();
    const before = known.get(key);
    if (before !== undefined) return before;
    if (trials >= most) return false;
    trials += 1;
    const answer = await holds(some);
    known.set(key, answer);
    return answer;
  };
  if (items.length > 0 && (await tried([]))) return { items: [], trials, isMinimal: true };
  while (items.length >= 2) {
    const size = Math.ceil(items.length / parts);
    const chunks = Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
      items.slice(at * size, (at + 1) * size),
    );
    const found = await first(candidates(items, chunks), tried);
    if (found !== undefined) {
      parts = found.isChunk ? 2 : Math.max(parts - 1, 2);
      items = found.items;
    } else if (parts >= items.length) break;
    else parts = Math.min(items.length, parts * 2);
  }
  return { items, trials, isMinimal: trials < most };
}

interface Candidate<Item> {
  readonly items: readonly Item[];
  readonly isChunk: boolean;
}

/** Each part by itself, then all but each part. */
function* candidates<Item>(items: readonly Item[], chunks: readonly (readonly Item[])[]): Generator<Candidate<Item>> {
  for (const chunk of chunks) if (chunk.length < items.length) yield { items: chunk, isChunk: true };
  if (chunks.length > 2)
    for (const chunk of chunks) yield { items: items.filter((item) => !chunk.includes(item)), isChunk: false };
}

async function first<Item>(
  all: Iterable<Candidate<Item>>,
  holds: (items: readonly Item[]) => Promise<boolean>,
): Promise<Candidate<Item> | undefined> {
  for (const candidate of all) if (await holds(candidate.items)) return candidate;
  return undefined;
}
