import type { Station } from './start-process.ts';

// Modules can be loaded anew for each scenario, and processes are to outlive that.
const KEY = Symbol.for('ecreplay.warm-processes.1');

/** Keeps a process that waits for the next scenario which wants the same. It ends with this thread. */
export function keepWarm(key: string, station: Station): void {
  shelf().set(key, [...(shelf().get(key) ?? []), station]);
}

/** Takes all that have been kept, and still live. */
export function takeWarm(key: string): readonly Station[] {
  const kept = shelf().get(key) ?? [];
  shelf().delete(key);
  return kept.filter(({ isGone, session }) => !isGone && session.isIdle);
}

function shelf(): Map<string, readonly Station[]> {
  const holder = globalThis as { [KEY]?: Map<string, readonly Station[]> };
  return (holder[KEY] ??= new Map());
}
