import type { Scale } from './scale.ts';
import { moved, showing, type View, whole, zoomed } from './view.ts';

/** What part of the time is shown. It changes with each frame of a gesture, so it stands apart from what is rendered. */
export interface Stage {
  view(): View;
  zoom(factor: number, at?: number): void;
  move(by: number): void;
  show(x: number): void;
  all(): void;
  resize(pixels: number): void;
  /** Calls back after each change, until the returned function is called. */
  watch(changed: () => void): () => void;
}

/** Opens a stage that shows everything. */
export function openStage(scale: Scale): Stage {
  let pixels = 1_000;
  let view = whole(scale, pixels);
  let isWhole = true;
  const watchers = new Set<() => void>();
  const set = (next: View): void => {
    view = next;
    isWhole = next.unit === whole(scale, pixels).unit;
    for (const watcher of watchers) watcher();
  };
  return {
    view: () => view,
    zoom: (factor, at = pixels / 2) => set(zoomed(view, factor, at, scale, pixels)),
    move: (by) => set(moved(view, by, scale, pixels)),
    show: (x) => {
      if (!Number.isNaN(x)) set(showing(view, x, scale, pixels));
    },
    all: () => set(whole(scale, pixels)),
    resize: (next) => {
      if (next === pixels) return;
      pixels = next;
      set(isWhole ? whole(scale, pixels) : zoomed(view, 1, pixels / 2, scale, pixels));
    },
    watch: (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
  };
}
