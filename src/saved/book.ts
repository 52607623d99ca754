import { bounded, clipped } from './bounded.ts';
import { openDensity } from './density.ts';
import { type Item, type Lane, LANE_KINDS, type SavedRun } from './saved-run.ts';

/** What is written down of one run at most; a page with more would take long to open. */
const MOST_ITEMS = 150_000;
/** The rest of the room is for what failed. */
const MOST_GOOD = 100_000;
const MOST_BODIES = 40_000_000;
const MOST_TITLE = 200;

/** An item before it has its number. */
export type Entry = Omit<Item, 'id'>;

/** Where a run is written down, item by item. */
export interface Book {
  lane(kind: Lane['kind'], name: string): string;
  /** Gives the item's id; none when there is no room for it. */
  add(entry: Entry): string | undefined;
  /** What was added under an id, to be completed later. */
  complete(id: string | undefined, more: Partial<Entry>): void;
  items(): readonly Item[];
  close(): Pick<SavedRun, 'lanes' | 'items' | 'leftOut' | 'summary'>;
}

/** Opens a book. It holds no more than a page can show, and says what it left out. */
export function openBook(): Book {
  const lanes = new Map<string, Lane>();
  const items: Item[] = [];
  const density = openDensity();
  let [refused, bodies, cut, bodiless] = [0, 0, 0, 0];

  function held(entry: Entry): Entry {
    if (entry.body === undefined) return entry;
    const { body, isCut, size } = bounded(entry.body);
    if (isCut) cut += 1;
    bodies += size;
    if (bodies <= MOST_BODIES) return { ...entry, body };
    bodiless += 1;
    const { body: _, ...rest } = entry;
    return rest;
  }

  return {
    lane: (kind, name) => {
      const id = `${kind}:${name}`;
      if (!lanes.has(id)) lanes.set(id, { id, kind, name });
      return id;
    },
    add: (entry) => {
      density.add(entry.lane, entry.at, entry.tone === 'bad');
      if (items.length >= (entry.tone === 'bad' ? MOST_ITEMS : MOST_GOOD)) {
        refused += 1;
        return undefined;
      }
      const id = items.length.toString(36);
      items.push({ id, ...held(entry), title: clipped(entry.title, MOST_TITLE) });
      return id;
    },
    complete: (id, more) => {
      if (id === undefined) return;
      const index = parseInt(id, 36);
      items[index] = { ...items[index]!, ...more };
    },
    items: () => items,
    close: () => ({
      lanes: inOrder([...lanes.values()]),
      items: items.toSorted((a, b) => a.at - b.at || rank(a) - rank(b)),
      ...(refused > 0 && { summary: density.summary()! }),
      leftOut: [
        refused > 0
          ? `${refused} of ${refused + items.length} that happened, which are counted in the picture; what failed was kept first`
          : '',
        cut > 0 ? `the JSON of ${cut} that is too long or too deep for a page, but for a beginning` : '',
        bodiless > 0 ? `the JSON of ${bodiless} for which there was no room any more` : '',
      ].filter((sentence) => sentence !== ''),
    }),
  };
}

function rank({ id }: Item): number {
  return parseInt(id, 36);
}

/** The calls of a consumer stand right below it. */
function inOrder(lanes: readonly Lane[]): readonly Lane[] {
  const sorted = lanes.toSorted((a, b) => LANE_KINDS.indexOf(a.kind) - LANE_KINDS.indexOf(b.kind));
  const calls = sorted.filter(({ kind }) => kind === 'calls');
  return sorted
    .filter(({ kind }) => kind !== 'calls')
    .flatMap((lane) => [lane, ...(lane.kind === 'consumer' ? calls.filter(({ name }) => name === lane.name) : [])]);
}
