import { lowerBound } from './scale.ts';
import { AXIS, LANE, type Scene } from './scene.ts';

/** How far from a dot a finger may be, and how far to the left of the pointer what it points at may begin. */
const NEAR = 8;
const LONGEST = 260;

/** The item at a place of the picture. */
export function itemAt({ model, scale, view }: Scene, x: number, y: number): number | undefined {
  const items = y < AXIS ? [] : (model.inLane[Math.floor((y - AXIS) / LANE)] ?? []);
  const at = view.start + x / view.unit;
  const after = lowerBound(items.length, (index) => scale.x[items[index]!]! <= at);
  const [before, next] = [items[after - 1], items[after]];
  const distance = (index: number | undefined): number =>
    index === undefined ? Infinity : Math.abs((scale.x[index]! - at) * view.unit);
  if (distance(next) < Math.min(NEAR, distance(before))) return next;
  return distance(before) < LONGEST ? before : undefined;
}
