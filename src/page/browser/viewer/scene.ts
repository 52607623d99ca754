import type { Colours } from './colours.ts';
import type { Model } from './model.ts';
import type { Mode, Scale } from './scale.ts';
import type { View } from './view.ts';

/** The height of a lane, and of the axis above them. */
export const LANE = 36;
export const AXIS = 30;

/** All that decides the picture. */
export interface Scene {
  readonly model: Model;
  readonly scale: Scale;
  readonly mode: Mode;
  readonly view: View;
  readonly width: number;
  readonly colours: Colours;
  readonly selected: number | undefined;
  /** What belongs to the selected one; the rest stands back. */
  readonly chain: ReadonlySet<number> | undefined;
  readonly hits: ReadonlySet<number> | undefined;
  /** Items that the other of two runs has not. */
  readonly apart: ReadonlySet<number> | undefined;
}

/** The height of what stands in a lane. */
export const CHIP = 22;

/** Where the middle of a lane is. */
export function middleOf(lane: number): number {
  return AXIS + lane * LANE + LANE / 2;
}

/** Where a place of the scale is, in pixels. */
export function pixelOf({ view }: Pick<Scene, 'view'>, x: number): number {
  return (x - view.start) * view.unit;
}
