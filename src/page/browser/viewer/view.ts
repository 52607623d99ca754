import type { Scale } from './scale.ts';

/** What part of the scale is shown: where it begins, and how many pixels a unit takes. */
export interface View {
  readonly start: number;
  readonly unit: number;
}

const WIDEST_UNIT = 240;
/** What stands at the edge is seen, and the last with some of its words. */
const EDGE = 24;
const LAST = 110;

/** The view of everything. */
export function whole({ width }: Pick<Scale, 'width'>, pixels: number): View {
  const unit = Math.min(WIDEST_UNIT, (pixels - EDGE - LAST) / width);
  return { start: -EDGE / unit, unit };
}

/** A view at another magnification, with the same thing below a pixel; never wider than everything. */
export function zoomed(view: View, factor: number, at: number, scale: Pick<Scale, 'width'>, pixels: number): View {
  const least = whole(scale, pixels).unit;
  const unit = Math.max(least, Math.min(WIDEST_UNIT, view.unit * factor));
  const under = view.start + at / view.unit;
  return within({ start: under - at / unit, unit }, scale, pixels);
}

/** A view moved by so many pixels. */
export function moved(view: View, by: number, scale: Pick<Scale, 'width'>, pixels: number): View {
  return within({ ...view, start: view.start + by / view.unit }, scale, pixels);
}

/** A view in which a place can be seen, the same where it can already. */
export function showing(view: View, x: number, scale: Pick<Scale, 'width'>, pixels: number): View {
  const at = (x - view.start) * view.unit;
  if (at >= EDGE && at <= pixels - 4 * EDGE) return view;
  return within({ ...view, start: x - pixels / 2 / view.unit }, scale, pixels);
}

function within({ start, unit }: View, { width }: Pick<Scale, 'width'>, pixels: number): View {
  const first = -EDGE / unit;
  const last = Math.max(first, width - (pixels - LAST) / unit);
  return { start: Math.min(last, Math.max(first, start)), unit };
}
