import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the heap from growing where what is read is garbage at once, and room for it to lie about would be all that grows; no limit is set.
 * To be called before a command is loaded: loading alone makes V8 double the room for what is young.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=60');
}
