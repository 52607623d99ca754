import type { Pattern } from '../pattern/index.ts';
import type { Count } from '../scenario/expectation.ts';
import { closest, type Closest } from './closest.ts';
import { allows, isTooMany, sayShortfall } from './count.ts';
import { broken, kept, type Claim, type Finding, type Why } from './finding.ts';
import { sayMismatches } from './mismatch.ts';
import { times } from './say.ts';

/** Things that a pattern counts: records, events, arrivals, calls. */
export interface Counted<Item> {
  readonly items: readonly Item[];
  /** What the pattern looks at. */
  readonly subject: (item: Item) => unknown;
  /** What one of them is known by: see `Evidence.about`. */
  readonly id?: (item: Item) => string;
  /** One of them in a line. */
  readonly say: (item: Item) => string;
  /** What one of them is called: `record`, `event`. */
  readonly noun: string;
  /** What they do: `recorded`, `emitted`, `delivered`. */
  readonly done: string;
  /** The promise as the scenario words it. */
  readonly expected: string;
  /** Why matches are missing, where the judge knows better than the pattern does. */
  readonly trap?: () => Why | undefined;
  /** What explains that there are too many. */
  readonly surplus?: (matching: readonly Item[]) => string;
}

/** How many matching items a message lists before it only counts. */
const MOST_LISTED = 5;

/** Judges how many items match a pattern, or are there at all. A shortfall is explained by the item that came nearest. */
export function judgeCounted<Item>(
  claim: Claim,
  pattern: Pattern | undefined,
  count: Count,
  counted: Counted<Item>,
): Finding {
  const { items, subject, say, done, expected, id } = counted;
  const about = (item: Item | undefined) => (item === undefined || id === undefined ? {} : { about: id(item) });
  const matching = pattern === undefined ? items : items.filter((item) => pattern.matches(subject(item)));
  if (allows(count, matching.length)) return kept(claim);
  const shortfall = sayShortfall(count, matching.length);
  const evidence = { outcome: `it is ${done} ${times(matching.length)}`, expected };
  if (isTooMany(count, matching.length)) {
    return broken(claim, {
      ...evidence,
      nearest: listed(matching, say),
      difference: counted.surplus?.(matching) ?? shortfall,
      // The last is the one that is too many.
      ...about(matching.at(-1)),
    });
  }
  const near = pattern === undefined ? undefined : closest(pattern, items, subject);
  const why = counted.trap?.() ?? {
    nearest: sayNearest(near, counted),
    difference: near === undefined ? shortfall : sayMismatches(near.explanation),
    ...about(near?.item),
  };
  if (matching.length === 0) return broken(claim, { ...evidence, ...why });
  return broken(claim, {
    ...evidence,
    nearest: `${listed(matching, say)}\nand besides: ${why.nearest}`,
    difference: `${shortfall}\n${why.difference}`,
    ...(why.about !== undefined && { about: why.about }),
  });
}

function sayNearest<Item>(near: Closest<Item> | undefined, { items, say, noun, done }: Counted<Item>): string {
  if (near !== undefined) return `${say(near.item)}, ${noun} ${near.index + 1} of ${items.length}`;
  return items.length === 0 ? `no ${noun} is ${done}` : `no other ${noun} is ${done}`;
}

/** Items, a line each, the first few of many. */
export function listed<Item>(items: readonly Item[], say: (item: Item) => string): string {
  const lines = items.slice(0, MOST_LISTED).map(say);
  if (items.length > MOST_LISTED) lines.push(`and ${items.length - MOST_LISTED} more`);
  return lines.join('\n');
}
