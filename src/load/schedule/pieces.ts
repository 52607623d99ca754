import type { Milliseconds } from '../../clock.ts';
import type { Phase } from '../plan/plan.ts';
import { linear } from './linear.ts';
import { MILLISECOND, type Piece } from './piece.ts';
import { poisson } from './poisson.ts';
import { rhythm } from './rhythm.ts';

/** The pieces that a phase is made of; `seed` is the phase's own. */
export function piecesOf(phase: Phase, seed: string): readonly Piece[] {
  switch (phase.kind) {
    case 'constant':
      return [steady(phase.rate, phase.for)];
    case 'ramp':
      return [linear(phase.from, phase.to, phase.for * MILLISECOND)];
    case 'step':
      return stepsOf(phase).map((rate) => steady(rate, phase.every));
    case 'spike':
      return [steady(phase.base, phase.before), steady(phase.peak, phase.for), steady(phase.base, phase.after)];
    case 'poisson':
      return [poisson(phase.rate, phase.for * MILLISECOND, seed)];
    case 'recording':
      return [rhythm(phase.gaps, phase.speed, phase.times)];
  }
}

/** The rates of a phase of steps, up or down; the last is the one it goes to. */
export function stepsOf({ from, to, by }: { readonly from: number; readonly to: number; readonly by: number }) {
  // Rounded so that ten steps of 0.1 are ten.
  const steps = Math.ceil(Math.abs(to - from) / by - 1e-9);
  const sign = to < from ? -1 : 1;
  return Array.from({ length: steps + 1 }, (_, step) => (step === steps ? to : from + sign * step * by));
}

function steady(rate: number, duration: Milliseconds): Piece {
  return linear(rate, rate, duration * MILLISECOND);
}
