import type { Phase } from '../plan/plan.ts';

/** The highest rate that a plan reaches, in events a second; of a recording that of its busiest second. */
export function peakOf(phases: readonly Phase[]): number {
  return Math.max(0, ...phases.map(peakIn));
}

function peakIn(phase: Phase): number {
  switch (phase.kind) {
    case 'constant':
    case 'poisson':
      return phase.rate;
    case 'ramp':
    case 'step':
      return Math.max(phase.from, phase.to);
    case 'spike':
      return Math.max(phase.base, phase.peak);
    case 'recording':
      return busiestSecond(phase.gaps, phase.speed);
  }
}

/** The most arrivals that a second of the run holds. */
function busiestSecond(gaps: Float64Array, speed: number): number {
  const second = 1_000 * speed;
  let most = 1;
  let first = 0;
  let span = 0;
  for (const [last, gap] of gaps.entries()) {
    span += gap;
    while (span > second) {
      span -= gaps[first]!;
      first += 1;
    }
    most = Math.max(most, last - first + 2);
  }
  return most;
}
