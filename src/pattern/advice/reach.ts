import type { Branch } from '../branches.ts';
import { canAccept, fieldAt } from './shape.ts';
import type { EventShape } from './shape.ts';

/** Whether any event of some shapes can satisfy a pattern. */
export type Reach =
  | { readonly kind: 'possible' }
  /** Only events that nobody has described could. */
  | { readonly kind: 'cannot say'; readonly detailType: string }
  /** No event can; this is the shape that comes nearest, and the paths at which it fails. */
  | { readonly kind: 'never'; readonly detailType: string; readonly paths: readonly string[] };

/** Judges a pattern against the shapes of all events that there are. */
export function reachOf(branches: readonly Branch[], shapes: readonly EventShape[]): Reach {
  const attempts = branches.flatMap((branch) =>
    shapes.map((shape) => ({ shape, paths: impossiblePaths(branch, shape) })),
  );
  const able = attempts.filter(({ paths }) => paths.length === 0);
  if (able.some(({ shape }) => shape.detail !== undefined)) return { kind: 'possible' };
  const [unknown] = able;
  if (unknown !== undefined) return { kind: 'cannot say', detailType: unknown.shape.detailType };
  const [nearest] = attempts.toSorted((a, b) => distance(a.paths) - distance(b.paths));
  return { kind: 'never', detailType: nearest?.shape.detailType ?? '', paths: nearest?.paths ?? [] };
}

function impossiblePaths(branch: Branch, shape: EventShape): string[] {
  return [...branch].flatMap(([path, operators]) => {
    const field = fieldAt(shape, path);
    return operators.some((operator) => canAccept(field, operator)) ? [] : [path];
  });
}

/** A shape of another source or detail-type is far away, whatever else fits. */
function distance(paths: readonly string[]): number {
  return paths.length + (paths.includes('detail-type') ? 100 : 0) + (paths.includes('source') ? 200 : 0);
}
