import type { Instant, Milliseconds } from '../../clock.ts';
import { meaningOf } from '../meaning.ts';
import type { Said } from '../said.ts';
import { differencesBetween, type Difference } from './key-paths.ts';
import { keyOf, subjectOf, type Subject } from './subject.ts';

/** Something that was told in one or both of two recordings. */
export type Aligned =
  | { readonly kind: 'missing' | 'extra'; readonly subject: Subject; readonly line: number }
  | {
      readonly kind: 'different';
      readonly subject: Subject;
      readonly a: number;
      readonly b: number;
      readonly differences: readonly Difference[];
    }
  /** The same, and later in the second, or earlier where `by` is negative. */
  | {
      readonly kind: 'late';
      readonly subject: Subject;
      readonly a: number;
      readonly b: number;
      readonly by: Milliseconds;
    };

/** How two recordings compare. */
export interface Comparison {
  readonly equal: number;
  readonly aligned: readonly Aligned[];
  /** Where they differ in more than can be held: what came after was not compared. */
  readonly isCut: boolean;
}

/** What may wait for its like in the other recording at a time. */
const MOST_WAITING = 100_000;

interface Waiting {
  readonly said: Said;
  readonly meaning: string;
}

/**
 * Aligns two recordings by what they say, up to ids and times. Both are read side by side, and only what has not been
 * met in the other is held: recordings of any size, as long as they do not differ in everything.
 */
export async function align(
  a: AsyncIterable<Said>,
  b: AsyncIterable<Said>,
  tolerance: Milliseconds,
  most: number = MOST_WAITING,
): Promise<Comparison> {
  const sides = { a: new Side(), b: new Side() };
  const late: Aligned[] = [];
  let equal = 0;
  let isCut = false;
  const met = (one: Waiting, other: Waiting, isA: boolean): void => {
    equal += 1;
    const [left, right] = isA ? [one.said, other.said] : [other.said, one.said];
    const by = offset(right, sides.b.start) - offset(left, sides.a.start);
    if (Math.abs(by) > tolerance)
      late.push({ kind: 'late', subject: subjectOf(left.value), a: left.line, b: right.line, by });
  };
  for await (const [side, said] of alternating(a, b)) {
    const [own, other] = side === 'a' ? [sides.a, sides.b] : [sides.b, sides.a];
    own.start ??= said.arrived;
    const waiting = { said, meaning: meaningOf(said.value) };
    const like = other.take(waiting.meaning);
    if (like === undefined) own.add(waiting);
    else met(waiting, like, side === 'a');
    if (sides.a.size + sides.b.size > most || late.length > most) {
      isCut = true;
      break;
    }
  }
  return { equal, aligned: [...pair(sides.a.all(), sides.b.all()), ...late].toSorted(byLine), isCut };
}

function offset({ arrived }: Said, start: Instant | undefined): Milliseconds {
  return arrived === undefined || start === undefined ? 0 : arrived - start;
}

function byLine(one: Aligned, other: Aligned): number {
  return lineOf(one) - lineOf(other);
}

function lineOf(aligned: Aligned): number {
  return 'line' in aligned ? aligned.line : aligned.a;
}

/** What has not been met in the other recording yet, by what it means. */
class Side {
  readonly #waiting = new Map<string, Waiting[]>();
  size = 0;
  start: Instant | undefined;

  add(waiting: Waiting): void {
    const known = this.#waiting.get(waiting.meaning);
    if (known === undefined) this.#waiting.set(waiting.meaning, [waiting]);
    else known.push(waiting);
    this.size += 1;
  }

  take(meaning: string): Waiting | undefined {
    const known = this.#waiting.get(meaning);
    const first = known?.shift();
    if (known?.length === 0) this.#waiting.delete(meaning);
    if (first !== undefined) this.size -= 1;
    return first;
  }

  all(): readonly Said[] {
    return [...this.#waiting.values()].flat().map(({ said }) => said);
  }
}

/** What is about the same and says something else is different; what has no counterpart is missing, or extra. */
export function pair(a: readonly Said[], b: readonly Said[]): readonly Aligned[] {
  const aligned: Aligned[] = [];
  const rest = pairBy(a, b, ({ value }) => keyOf(subjectOf(value)), aligned);
  // The same operation in the same repository, about another digest or tag.
  const left = pairBy(rest.a, rest.b, ({ value }) => keyOf({ ...subjectOf(value), which: '' }), aligned);
  for (const { line, value } of left.a) aligned.push({ kind: 'missing', subject: subjectOf(value), line });
  for (const { line, value } of left.b) aligned.push({ kind: 'extra', subject: subjectOf(value), line });
  return aligned;
}

function pairBy(
  a: readonly Said[],
  b: readonly Said[],
  key: (said: Said) => string,
  aligned: Aligned[],
): { readonly a: readonly Said[]; readonly b: readonly Said[] } {
  const waiting = Map.groupBy(b, key);
  const alone = a.filter((said) => {
    const other = waiting.get(key(said))?.shift();
    if (other === undefined) return true;
    const differences = differencesBetween(said.value, other.value);
    aligned.push({ kind: 'different', subject: subjectOf(said.value), a: said.line, b: other.line, differences });
    return false;
  });
  return { a: alone, b: [...waiting.values()].flat() };
}

/** Two sequences, a piece of each in turn. */
async function* alternating(
  a: AsyncIterable<Said>,
  b: AsyncIterable<Said>,
): AsyncGenerator<readonly ['a' | 'b', Said]> {
  const open = [
    { side: 'a' as const, from: a[Symbol.asyncIterator]() },
    { side: 'b' as const, from: b[Symbol.asyncIterator]() },
  ];
  while (open.length > 0) {
    for (const each of open.slice()) {
      const next = await each.from.next();
      if (next.done === true) open.splice(open.indexOf(each), 1);
      else yield [each.side, next.value];
    }
  }
}
