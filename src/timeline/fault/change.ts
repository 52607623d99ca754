import type { BusEvent } from '../../eventbridge/event.ts';
import type { Fault, FaultBody } from './fault.ts';
import { touches } from './only.ts';

/** AWS adds members, values and types as it likes, and leaves out what its schema has as optional. */
export function change({ set = {}, remove = [], ...which }: FaultBody<'change'>): Fault {
  return (timeline) => {
    const touched = touches(which);
    return timeline.map((delivery) =>
      touched(delivery)
        ? { ...delivery, event: changed(delivery.event, set, remove), faults: [...delivery.faults, 'change'] }
        : delivery,
    );
  };
}

function changed(event: BusEvent, set: Readonly<Record<string, unknown>>, remove: readonly string[]): BusEvent {
  const own = structuredClone(event) as unknown as Record<string, unknown>;
  for (const [path, value] of Object.entries(set)) {
    const { holder, key } = memberOf(own, path);
    put(holder, key, structuredClone(value));
  }
  for (const path of remove) {
    const { holder, key } = memberOf(own, path);
    delete holder[key];
  }
  return own as unknown as BusEvent;
}

/** Defined and not assigned: `__proto__` is a name as any other. */
function put(holder: object, key: string, value: unknown): unknown {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
  return value;
}

/** Where a member stands; what is missing on the way is made, and what stands in it gives way. */
function memberOf(event: Record<string, unknown>, path: string): { holder: Record<string, unknown>; key: string } {
  const keys = path.split('.');
  const key = keys.pop()!;
  let holder = event;
  for (const step of keys) {
    const inner = Object.hasOwn(holder, step) ? holder[step] : undefined;
    if (typeof inner === 'object' && inner !== null) holder = inner as Record<string, unknown>;
    else holder = put(holder, step, {}) as Record<string, unknown>;
  }
  return { holder, key };
}
