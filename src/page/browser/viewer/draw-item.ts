import type { Item, Lane } from '../../../saved/saved-run.ts';
import type { Colours } from './colours.ts';
import { CHIP, middleOf, type Scene } from './scene.ts';

const LEAST_CHIP = 30;

/** Where an item is drawn, and how far it is to what comes after it. */
export interface Spot {
  readonly lane: number;
  readonly at: number;
  readonly room: number;
}

/** Draws one item: with its words where there is room for them, else as a dot. */
export function drawItem(
  context: CanvasRenderingContext2D,
  scene: Scene,
  index: number,
  { lane, at, room }: Spot,
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
