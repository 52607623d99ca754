import { seeded } from '../../random.ts';
import type { DueReader, Piece } from './piece.ts';
import { SECOND } from './piece.ts';

/** How many events a slot has, on average: what is drawn again when somebody looks into it. */
const PER_SLOT = 256;
/** How many slots a reader keeps: what arrives late is of one of the last. */
const KEPT = 16;

/**
 * Arrivals that know nothing of each other, as clients' do: gaps are exponential.
 *
 * Time is cut into slots, and each draws from a source of its own; what is to come does not depend on what was, so that this
 * changes nothing of the distribution. How many came before each slot is kept, and nothing of the events themselves.
 */
export function poisson(rate: number, duration: number, seed: string): Piece {
  const length = Math.min(SECOND, Math.ceil((PER_SLOT / rate) * SECOND));
  const slots = Math.ceil(duration / length);
  const perMicrosecond = rate / SECOND;
  const before = new Float64Array(slots + 1);

  function draw(slot: number, times: number[]): number {
    const random = seeded(`${seed}/${slot}`);
    const begin = slot * length;
    const room = Math.min(length, duration - begin);
    let count = 0;
    for (let time = gap(random()); time < room; time += gap(random())) {
      times[count] = begin + Math.floor(time);
      count += 1;
    }
    return count;
  }

  function gap(chance: number): number {
    return -Math.log(1 - chance) / perMicrosecond;
  }

  const scratch: number[] = [];
  for (let slot = 0; slot < slots; slot += 1) before[slot + 1] = before[slot]! + draw(slot, scratch);

  function reader(): DueReader {
    const drawn = Array.from({ length: KEPT }, () => ({ slot: -1, times: [] as number[] }));
    let current = 0;
    return (event) => {
      if (event < before[current]! || event >= before[current + 1]!) current = slotOf(before, event);
      const kept = drawn[current % KEPT]!;
      if (kept.slot !== current) {
        kept.slot = current;
        draw(current, kept.times);
      }
      return kept.times[event - before[current]!]!;
    };
  }

  return { events: before[slots]!, duration, reader };
}

/** The slot that an event is in: the last before which no more than it came. */
function slotOf(before: Float64Array, event: number): number {
  let low = 0;
  let high = before.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (before[middle]! <= event) low = middle;
    else high = middle;
  }
  return low;
}
