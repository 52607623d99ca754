/** How time is laid out: gaps drawn together, in proportion, or by the real time at which things were done. */
export type Mode = 'compressed' | 'true' | 'real';

/** Where things stand along the axis, in units of which one is the room that an item takes. */
export interface Scale {
  readonly width: number;
  /** By index of the item; NaN for what has no place. */
  readonly x: Float64Array;
  /** Moments and where they begin, in order: what ticks are set at. */
  readonly moments: Float64Array;
  readonly starts: Float64Array;
  /** Places of the moments before which nothing happens for long, the longest first. */
  readonly pauses: readonly number[];
}

/** What a scale is made of: items in the order of time. */
export interface Placed {
  readonly at: number;
  readonly real?: number;
  readonly lane: string;
}

/** Between two moments there is never no room, and never so much that the rest cannot be seen. */
const LEAST_GAP = 0.3;
const GAP_PER_DECADE = 0.35;

/**
 * Lays moments out one after the other, so that three seconds of a push can be read beside the fourteen days after it: a gap takes room
 * by its order of magnitude, and what happens in one moment stands side by side in the order in which it came about.
 */
export function compressed(items: readonly Placed[]): Scale {
  const x = new Float64Array(items.length);
  const moments: number[] = [];
  const starts: number[] = [];
  let width = 0;
  for (let first = 0; first < items.length;) {
    const { at } = items[first]!;
    const before = moments.at(-1);
    if (before !== undefined) width += LEAST_GAP + GAP_PER_DECADE * Math.log10(1 + (at - before));
    const slots = new Map<string, number>();
    let most = 0;
    let index = first;
    for (; index < items.length && items[index]!.at === at; index += 1) {
      const { lane } = items[index]!;
      const slot = slots.get(lane) ?? 0;
      slots.set(lane, slot + 1);
      x[index] = width + slot;
      most = Math.max(most, slot + 1);
    }
    moments.push(at);
    starts.push(width);
    width += most;
    first = index;
  }
  return {
    width: Math.max(1, width),
    x,
    moments: Float64Array.from(moments),
    starts: Float64Array.from(starts),
    pauses: pausesIn(moments),
  };
}

/** Lays moments out in proportion; `timeOf` says by which time, and what has none has no place. */
export function proportional(items: readonly Placed[], timeOf: (item: Placed) => number | undefined): Scale {
  const times = items.map((item) => timeOf(item));
  const known = times.filter((time) => time !== undefined);
  let from = Infinity;
  let until = -Infinity;
  for (const time of known) {
    from = Math.min(from, time);
    until = Math.max(until, time);
  }
  const width = Math.max(1, Math.min(known.length, 1_000));
  const span = until - from;
  const place = (time: number): number => (span > 0 ? ((time - from) / span) * width : width / 2);
  const moments = Float64Array.from(new Set(known)).toSorted();
  return {
    width: width + 1,
    x: Float64Array.from(times, (time) => (time === undefined ? Number.NaN : place(time))),
    moments,
    starts: moments.map(place),
    pauses: [],
  };
}

/** The scale of a mode. */
export function scaleOf(items: readonly Placed[], mode: Mode): Scale {
  if (mode === 'compressed') return compressed(items);
  return proportional(items, mode === 'true' ? ({ at }) => at : ({ real }) => real);
}

/** Where in a sorted list a value would stand. */
export function lowerBound(length: number, isBefore: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A tick of the axis: where, and what it says. */
export interface Tick {
  readonly x: number;
  readonly text: string;
  /** How long nothing happens before it, where that is worth saying. */
  readonly gap?: string;
}

const WORTH_SAYING = 60_000;

const MOST_PAUSES = 500;

function pausesIn(moments: readonly number[]): readonly number[] {
  const gap = (index: number): number => moments[index]! - moments[index - 1]!;
  return [...moments.keys()]
    .slice(1)
    .filter((index) => gap(index) >= WORTH_SAYING)
    .toSorted((a, b) => gap(b) - gap(a))
    .slice(0, MOST_PAUSES);
}

/** What part of the axis ticks are wanted for, and how near to each other they may come. */
interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly room: number;
  readonly mode: Mode;
}

/** Ticks of a part of the axis. Behind the longest pauses there is one first of all: there readers have to be told where they are. */
export function ticksBetween(scale: Scale, { from, until, room, mode }: Stretch): readonly Tick[] {
  const { moments, starts, pauses } = scale;
  const chosen: number[] = [];
  for (const index of pauses) {
    const x = starts[index]!;
    if (x >= from && x <= until && chosen.every((other) => Math.abs(starts[other]! - x) >= room)) chosen.push(index);
  }
  const inOrder = chosen.toSorted((a, b) => a - b);
  const all: number[] = [];
  let next = lowerBound(starts.length, (at) => starts[at]! < from);
  while (next < starts.length && starts[next]! <= until) {
    const x = starts[next]!;
    const behind = inOrder.find((index) => starts[index]! > x - room);
    // Where a pause is near, its tick stands for those around it.
    const index = behind !== undefined && starts[behind]! < x + room ? behind : next;
    all.push(index);
    if (index === behind) inOrder.splice(0, inOrder.indexOf(behind) + 1);
    const end = starts[index]! + room;
    next = Math.max(
      index + 1,
      lowerBound(starts.length, (at) => starts[at]! < end),
    );
  }
  let day = '';
  return all.map((index) => {
    const moment = moments[index]!;
    const gap = index === 0 ? 0 : moment - moments[index - 1]!;
    const [date, text] = wordsOf(moment, mode, day);
    day = date;
    return { x: starts[index]!, text, ...(mode === 'compressed' && gap >= WORTH_SAYING && { gap: sayGap(gap) }) };
  });
}

function wordsOf(moment: number, mode: Mode, day: string): readonly [date: string, text: string] {
  if (mode === 'real') return ['', `${moment.toFixed(1)} ms`];
  const iso = new Date(moment).toISOString();
  const [date = '', time = ''] = iso.replace(/\.000Z$|Z$/, '').split('T');
  return [date, date === day ? time : `${date} ${time}`];
}

/** A length of time in its largest unit. */
export function sayGap(milliseconds: number): string {
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ] as const;
  const [size, unit] = units.find(([size]) => milliseconds >= size) ?? [1, 'ms'];
  return `${Number((milliseconds / size).toFixed(1))} ${unit}`;
}
