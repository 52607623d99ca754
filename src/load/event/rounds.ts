import { seeded } from '../../random.ts';

/** A flow as far as the mix is concerned. */
interface Share {
  readonly weight: number;
  readonly steps: number;
}

/** Which event of which flow a sequence number is, and back. */
export interface Rounds {
  /** The flow that an event is of, and its step, and which acting out of a flow it belongs to, counted over all. */
  flowOf(seq: number): number;
  stepOf(seq: number): number;
  instanceOf(seq: number): number;
  /** The flow that an acting out is of. */
  flowOfInstance(instance: number): number;
  /** The sequence number of a step. */
  seqOf(instance: number, step: number): number;
}

/**
 * Mixes flows by their weights: in a round each is acted out as often as its weight says, their events shuffled among each
 * other and yet each flow's in order. Every round is alike, so that all of it is arithmetic.
 */
export function toRounds(flows: readonly Share[], seed: string): Rounds {
  const divisor = flows.reduce((all, { weight }) => commonDivisor(all, weight), 0);
  // Each acting out of a round: whose it is, and where its steps begin in `positions`.
  const slots = flows.flatMap(({ weight, steps }, flow) =>
    Array.from({ length: weight / divisor }, () => ({ flow, steps })),
  );
  const begins = new Uint32Array(slots.length + 1);
  for (const [index, { steps }] of slots.entries()) begins[index + 1] = begins[index]! + steps;
  const length = begins[slots.length]!;

  const slotAt = new Uint32Array(length);
  for (const [index, { steps }] of slots.entries()) slotAt.fill(index, begins[index], begins[index]! + steps);
  const random = seeded(`${seed}/load/mix`);
  for (let at = length - 1; at > 0; at -= 1) {
    const other = random.integer(0, at);
    [slotAt[at], slotAt[other]] = [slotAt[other]!, slotAt[at]!];
  }

  const stepAt = new Uint32Array(length);
  const positions = new Uint32Array(length);
  const taken = new Uint32Array(slots.length);
  for (let at = 0; at < length; at += 1) {
    const slot = slotAt[at]!;
    stepAt[at] = taken[slot]!;
    positions[begins[slot]! + taken[slot]!] = at;
    taken[slot]! += 1;
  }

  return {
    flowOf: (seq) => slots[slotAt[seq % length]!]!.flow,
    stepOf: (seq) => stepAt[seq % length]!,
    instanceOf: (seq) => Math.floor(seq / length) * slots.length + slotAt[seq % length]!,
    flowOfInstance: (instance) => slots[instance % slots.length]!.flow,
    seqOf: (instance, step) =>
      Math.floor(instance / slots.length) * length + positions[begins[instance % slots.length]! + step]!,
  };
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
