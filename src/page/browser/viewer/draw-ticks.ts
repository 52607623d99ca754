import { ticksBetween } from './scale.ts';
import { AXIS, pixelOf, type Scene } from './scene.ts';

/** Draws the axis: moments, and how long nothing happened before them. */
export function drawTicks(context: CanvasRenderingContext2D, scene: Scene, height: number): void {
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
    const at = Math.round(pixelOf(scene, x)) + 0.5;
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
