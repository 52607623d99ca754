import { drawArrows } from './draw-arrows.ts';
import { drawItem } from './draw-item.ts';
import { drawSummary } from './draw-summary.ts';
import { drawTicks } from './draw-ticks.ts';
import type { Model } from './model.ts';
import { lowerBound } from './scale.ts';
import { AXIS, LANE, pixelOf, type Scene } from './scene.ts';

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

/** No words are wider. */
const WIDEST = 400;

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

/** Which items of a lane are to be drawn, of many at one pixel the worst. */
function visibleOf(items: readonly number[], { scale: { x }, view, width, model }: Scene): readonly number[] {
  const right = view.start + width / view.unit;
  const left = view.start - WIDEST / view.unit;
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

function drawLane(context: CanvasRenderingContext2D, scene: Scene, lane: number, shown: readonly number[]): void {
  const { model, scale, chain, hits, width } = scene;
  const place = (index: number): number => pixelOf(scene, scale.x[index]!);
  const front = [...(chain ?? [])].filter((index) => model.laneOf[index] === lane).toSorted((a, b) => a - b);
  const back = shown.filter((index) => chain?.has(index) !== true);
  for (const [position, index] of back.entries()) {
    const at = place(index);
    const next = back[position + 1];
    // What stands back leaves its room to what does not.
    const ahead = front.find((other) => place(other) > at);
    const room = Math.min(
      next === undefined ? WIDEST : place(next) - at,
      ahead === undefined ? WIDEST : place(ahead) - at,
    );
    context.globalAlpha = chain !== undefined || hits?.has(index) === false ? 0.35 : 1;
    drawItem(context, scene, index, { lane, at, room });
  }
  context.globalAlpha = 1;
  for (const [position, index] of front.entries()) {
    const at = place(index);
    const next = front[position + 1];
    if (at > -WIDEST && at < width)
      drawItem(context, scene, index, { lane, at, room: next === undefined ? WIDEST : place(next) - at });
  }
}
