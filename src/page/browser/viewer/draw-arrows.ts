import { CHIP, LANE, middleOf, pixelOf, type Scene } from './scene.ts';

/** Beyond that arrows are a tangle, and only those of the selected item are drawn. */
const MOST_ARROWS = 150;

/** Draws arrows from causes to what they brought about: those of what is selected, and the others where there are few. */
export function drawArrows(
  context: CanvasRenderingContext2D,
  scene: Scene,
  shown: readonly (readonly number[])[],
): void {
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

function drawArrow(context: CanvasRenderingContext2D, scene: Scene, from: number, to: number): void {
  const { model, scale } = scene;
  const [x1, y1] = [pixelOf(scene, scale.x[from]!) + 6, middleOf(model.laneOf[from]!)];
  const [x2, y2] = [pixelOf(scene, scale.x[to]!) + 6, middleOf(model.laneOf[to]!)];
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
