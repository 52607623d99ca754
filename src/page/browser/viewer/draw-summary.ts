import { lowerBound, type Scale } from './scale.ts';
import { AXIS, LANE, pixelOf, type Scene } from './scene.ts';

/** Draws how much there was, also of what the file has no items of: by the order of magnitude, with what failed in front. */
export function drawSummary(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, scale, mode, colours } = scene;
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
      const start = pixelOf(scene, placeAt(scale, from + part * size));
      const end = pixelOf(scene, placeAt(scale, from + (part + 1) * size));
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
