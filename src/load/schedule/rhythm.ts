import { MILLISECOND, type Piece } from './piece.ts';

/** The gaps between the arrivals of a recording, in milliseconds, `speed` times as fast and `times` times over. */
export function rhythm(gaps: Float64Array, speed: number, times: number): Piece {
  const offsets = new Float64Array(gaps.length + 1);
  for (const [index, gap] of gaps.entries()) offsets[index + 1] = offsets[index]! + (gap / speed) * MILLISECOND;
  // Between one time and the next lies what lies between two arrivals on average, so that they do not fall together.
  const span = offsets[gaps.length]!;
  const round = Math.max(1, Math.round(span + span / Math.max(1, gaps.length)));
  const due = (event: number): number => {
    const turn = Math.floor(event / offsets.length);
    return turn * round + Math.round(offsets[event - turn * offsets.length]!);
  };
  return { events: offsets.length * times, duration: round * times, reader: () => due };
}
