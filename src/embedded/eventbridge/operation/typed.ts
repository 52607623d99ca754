import type { Operation } from '../../service.ts';

/** An operation whose input has the members its model says: the wire has seen to that before it is called. */
export function typed<Typed>(carryOut: (input: Typed) => unknown): Operation & ((input: Typed) => unknown) {
  return carryOut as Operation & ((input: Typed) => unknown);
}
