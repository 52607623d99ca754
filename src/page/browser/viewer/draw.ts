import type { Item, Lane } from '../../../saved/saved-run.ts';
import type { Colours } from './colours.ts';
import type { Model } from './model.ts';
import { lowerBound, type Mode, type Scale, ticksBetween } from './scale.ts';
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

const CHIP = 22;
const LEAST_CHIP = 30;
const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
/** Beyond that arrows are a tangle, and only those of the selected item are drawn. */
const MOST_ARROWS = 150;

/** Draws what can be seen, and nothing else: the work goes with the pixels, not with the run. */
export function draw(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, width, colours } = scene;
  const height = AXIS + model.lanes.length * LANE;
  context.clearRect(0, 0, width, height);
  context.font = FONT;
  context.textBaseline = 'middle';
  for (let lane = 0; lane < model.lanes.length; lane += 1) {
    context.fillStyle = lane % 2 === 0 ? colours.raised : colours.ground;
    context.fillRect(0, AXIS + lane * LANE, width, LANE);
  }
  drawSummary(context, scene);
  drawTicks(context, scene, height);
  const shown = model.inLane.map((items) => visibleOf(items, scene));
  drawArrows(context, scene, shown);
  for (const [lane, items] of shown.entries()) drawLane(context, scene, lane, items);
}

/** Which items of a lane are to be drawn, each with the room up to the next: of many at one pixel the worst. */
function visibleOf(items: readonly number[], { scale: { x }, view, width, model }: Scene): readonly number[] {
  const right = view.start + width / view.unit;
  const left = view.start - 400 / view.unit;
  const step = 1.5 / view.unit;
  const visible: number[] = [];
  let index = lowerBound(items.length, (at) => x[items[at]!]! < left);
  while (index < items.length && x[items[index]!]! <= right) {
    const from = x[items[index]!]!;
    const next = lowerBound(items.length, (at) => x[items[at]!]! < from + step);
    const end = Math.max(index + 1, next);
    visible.push(end - index > 1 ? worstOf(items, index, end, model) : items[index]!);
    index = end;
  }
  return visible;
}

const MOST_LOOKED_AT = 64;

function worstOf(items: readonly number[], from: number, until: number, { items: all }: Model): number {
  for (let index = from; index < Math.min(until, from + MOST_LOOKED_AT); index += 1)
    if (all[items[index]!]!.tone === 'bad') return items[index]!;
  return items[from]!;
}

function drawSummary(context: CanvasRenderingContext2D, { model, scale, mode, view, colours }: Scene): void {
  const { summary } = model.run;
  if (summary === undefined || mode === 'real') return;
  const { from, until, lanes } = summary;
  for (const [lane, { id, kind }] of model.lanes.entries()) {
    const counts = lanes[id];
    if (counts === undefined) continue;
    const most = Math.max(1, ...counts.all);
    const size = (until - from) / counts.all.length;
    for (const [part, count] of counts.all.entries()) {
      if (count === 0) continue;
      const start = (placeAt(scale, from + part * size) - view.start) * view.unit;
      const end = (placeAt(scale, from + (part + 1) * size) - view.start) * view.unit;
      const bottom = AXIS + (lane + 1) * LANE;
      context.globalAlpha = 0.3;
      context.fillStyle = colours[kind];
      const tall = Math.max(2, (LANE - 4) * (Math.log1p(count) / Math.log1p(most)));
      context.fillRect(start, bottom - tall, Math.max(1, end - start), tall);
      const bad = counts.bad[part] ?? 0;
      if (bad > 0) {
        context.globalAlpha = 0.6;
        context.fillStyle = colours.bad;
        const share = Math.max(2, (LANE - 4) * (Math.log1p(bad) / Math.log1p(most)));
        context.fillRect(start, bottom - share, Math.max(1, end - start), share);
      }
      context.globalAlpha = 1;
    }
  }
}

/** Where a moment stands on a scale that was made of others. */
function placeAt({ moments, starts, width }: Scale, moment: number): number {
  const index = lowerBound(moments.length, (at) => moments[at]! <= moment) - 1;
  if (index < 0) return 0;
  const next = moments[index + 1];
  if (next === undefined) return Math.min(width, starts[index]! + 1);
  const share = (moment - moments[index]!) / (next - moments[index]!);
  return starts[index]! + share * (starts[index + 1]! - starts[index]!);
}

function drawTicks(context: CanvasRenderingContext2D, scene: Scene, height: number): void {
  const { scale, view, width, colours, mode } = scene;
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, width, AXIS);
  const ticks = ticksBetween(scale, {
    from: view.start,
    until: view.start + width / view.unit,
    room: 150 / view.unit,
    mode,
  });
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  for (const { x, text, gap } of ticks) {
    const at = Math.round((x - view.start) * view.unit) + 0.5;
    context.beginPath();
    context.moveTo(at, AXIS - 8);
    context.lineTo(at, height);
    context.stroke();
    context.fillStyle = colours.quiet;
    context.fillText(text, at + 4, AXIS - 11);
    if (gap !== undefined) {
      context.fillStyle = colours.warn;
      const words = `+${gap}`;
      context.fillText(words, at - context.measureText(words).width - 6, AXIS - 11);
    }
  }
}

function drawArrows(context: CanvasRenderingContext2D, scene: Scene, shown: readonly (readonly number[])[]): void {
  const { model, chain, colours } = scene;
  const all = shown.flat();
  const faint = all.length <= MOST_ARROWS ? all : [];
  context.lineWidth = 1;
  context.strokeStyle = colours.quiet;
  context.globalAlpha = chain === undefined ? 0.45 : 0.18;
  for (const to of faint) for (const from of model.causes.get(to) ?? []) drawArrow(context, scene, from, to);
  context.globalAlpha = 0.9;
  context.lineWidth = 1.75;
  context.strokeStyle = colours.accent;
  for (const to of chain ?? [])
    for (const from of model.causes.get(to) ?? []) if (chain?.has(from) === true) drawArrow(context, scene, from, to);
  context.globalAlpha = 1;
}

function drawArrow(context: CanvasRenderingContext2D, { model, scale, view }: Scene, from: number, to: number): void {
  const [x1, y1] = [(scale.x[from]! - view.start) * view.unit + 6, middleOf(model.laneOf[from]!)];
  const [x2, y2] = [(scale.x[to]! - view.start) * view.unit + 6, middleOf(model.laneOf[to]!)];
  if (Number.isNaN(x1 + x2) || model.laneOf[from]! < 0 || model.laneOf[to]! < 0) return;
  const down = y2 > y1 ? 1 : -1;
  if (y1 === y2) {
    context.beginPath();
    context.moveTo(x1, y1 - CHIP / 2);
    context.quadraticCurveTo((x1 + x2) / 2, y1 - LANE * 0.75, x2, y2 - CHIP / 2);
    context.stroke();
    return;
  }
  const [start, end] = [y1 + (down * CHIP) / 2, y2 - (down * CHIP) / 2];
  context.beginPath();
  context.moveTo(x1, start);
  context.bezierCurveTo(x1, start + down * 14, x2, end - down * 14, x2, end);
  context.moveTo(x2 - 3.5, end - down * 5);
  context.lineTo(x2, end);
  context.lineTo(x2 + 3.5, end - down * 5);
  context.stroke();
}

function middleOf(lane: number): number {
  return AXIS + lane * LANE + LANE / 2;
}

function drawLane(context: CanvasRenderingContext2D, scene: Scene, lane: number, shown: readonly number[]): void {
  const { model, scale, view, chain, hits, width } = scene;
  const own = chain === undefined ? [] : [...chain].filter((index) => model.laneOf[index] === lane);
  const first = shown.filter((index) => chain?.has(index) !== true);
  const last = [
    ...new Set([...own, ...(scene.selected !== undefined && own.includes(scene.selected) ? [scene.selected] : [])]),
  ].toSorted((a, b) => a - b);
  const bright = last.map((index) => (scale.x[index]! - view.start) * view.unit);
  for (const [position, index] of first.entries()) {
    const at = (scale.x[index]! - view.start) * view.unit;
    const next = first[position + 1];
    // What stands back leaves its room to what does not.
    const ahead = bright.find((x) => x > at) ?? Infinity;
    const room = Math.min(next === undefined ? 400 : (scale.x[next]! - scale.x[index]!) * view.unit, ahead - at);
    const isBack = (chain !== undefined && own.length >= 0) || (hits !== undefined && !hits.has(index));
    if (Number.isNaN(at)) continue;
    context.globalAlpha = isBack ? 0.35 : 1;
    drawItem(context, scene, index, lane, at, room);
    context.globalAlpha = 1;
  }
  for (const [position, index] of last.entries()) {
    const at = bright[position]!;
    if (Number.isNaN(at) || at < -400 || at > width) continue;
    drawItem(context, scene, index, lane, at, (bright[position + 1] ?? Infinity) - at);
  }
}

function drawItem(
  context: CanvasRenderingContext2D,
  scene: Scene,
  index: number,
  lane: number,
  at: number,
  room: number,
): void {
  const { model, colours, selected, hits, apart } = scene;
  const item = model.items[index]!;
  const colour = colourOf(item, model.lanes[lane]!, colours);
  const top = middleOf(lane) - CHIP / 2;
  const isSelected = index === selected;
  const isHollow =
    item.tone === 'lost' || item.tone === 'noise' || (item.kind === 'delivery' && item.matched?.length === 0);
  const text = labelOf(item);
  const wide = room >= LEAST_CHIP ? Math.min(room - 4, context.measureText(text).width + 16) : 0;
  const alpha = context.globalAlpha;
  context.beginPath();
  if (wide > 0) context.roundRect(at, top, wide, CHIP, 5);
  else context.arc(at + 5, middleOf(lane), item.tone === 'bad' ? 5 : 4, 0, 2 * Math.PI);
  context.fillStyle = wide > 0 ? colours.ground : colour;
  if (wide > 0 || !isHollow) context.fill();
  if (wide > 0 && !isHollow) {
    context.globalAlpha = alpha * (isSelected || item.tone === 'bad' ? 1 : 0.16);
    context.fillStyle = item.tone === 'bad' && !isSelected ? colours['bad-ground'] : colour;
    context.fill();
    context.globalAlpha = alpha;
  }
  context.setLineDash(isHollow && wide > 0 ? [3, 3] : []);
  context.lineWidth = isSelected ? 2.5 : item.tone === 'bad' ? 1.75 : 1;
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
  if (hits?.has(index) === true || apart?.has(index) === true) {
    context.lineWidth = 2;
    context.strokeStyle = colours.warn;
    context.strokeRect(at - 3, top - 3, (wide > 0 ? wide : 10) + 6, CHIP + 6);
  }
  if (isSelected) {
    context.lineWidth = 2;
    context.strokeStyle = colours.accent;
    context.strokeRect(at - 4, top - 4, (wide > 0 ? wide : 10) + 8, CHIP + 8);
  }
  if (wide > 0) {
    context.save();
    context.beginPath();
    context.rect(at, top, wide - 5, CHIP);
    context.clip();
    context.fillStyle = isSelected && !isHollow ? colours.ground : item.tone === 'bad' ? colours.bad : colours.ink;
    context.fillText(text, at + 8, middleOf(lane) + 0.5);
    context.restore();
  }
}

function labelOf({ tone, title, kind }: Item): string {
  if (kind === 'finding') return `✗ ${title}`;
  return tone === 'bad' ? `✗ ${title}` : tone === 'odd' ? `↻ ${title}` : title;
}

function colourOf({ tone }: Item, { kind }: Lane, colours: Colours): string {
  return tone === 'bad' ? colours.bad : colours[kind];
}

/** The item at a place of the picture. */
export function itemAt({ model, scale, view, chain }: Scene, x: number, y: number): number | undefined {
  const lane = Math.floor((y - AXIS) / LANE);
  const items = model.inLane[lane];
  if (items === undefined || items.length === 0 || y < AXIS) return undefined;
  const at = view.start + x / view.unit;
  const after = lowerBound(items.length, (index) => scale.x[items[index]!]! <= at);
  const [before, next] = [items[after - 1], items[after]];
  const distance = (index: number | undefined): number =>
    index === undefined ? Infinity : Math.abs((scale.x[index]! - at) * view.unit);
  if (next !== undefined && distance(next) < 8 && distance(next) < distance(before)) return next;
  if (before !== undefined && distance(before) < 260) return before;
  return chain === undefined ? undefined : next !== undefined && distance(next) < 12 ? next : undefined;
}
