import type { Asked, Operation } from '../../service.ts';

/** An operation whose input has the members its model says: the wire has seen to that before it is called. */
export function typed<Typed>(
  carryOut: (input: Typed, asked?: Asked) => unknown,
): Operation & ((input: Typed, asked?: Asked) => unknown) {
  return carryOut as Operation & ((input: Typed, asked?: Asked) => unknown);
}
