import { AsyncLocalStorage } from 'node:async_hooks';

// Modules can be loaded anew for each scenario (`vi.resetModules`), and whoever guards the network must know what those of later ones do.
const KEY = Symbol.for('ecreplay.outward.1');

/** How far code of ours may go: to endpoints on this machine, or to wherever a bus beyond this process is. */
type Reach = 'machine' | 'anywhere';

/** Calls an endpoint on this machine on behalf of AWS, as API destinations and HTTP subscriptions do: it is no consumer that goes out there. */
export function callOutward<Result>(call: () => Result): Result {
  return storage().run('machine', call);
}

/** Calls a bus beyond this process: it is no consumer that goes there, and the address is one that the user has named. */
export function callBus<Result>(call: () => Result): Result {
  return storage().run('anywhere', call);
}

/** Runs code of a consumer's from within `callBus`: it may not go where the bus may. */
export function backInside<Result>(call: () => Result): Result {
  return storage().exit(call);
}

/** How far the code that runs now may go on behalf of AWS; not at all, where it is a consumer's. */
export function outwardReach(): Reach | undefined {
  return storage().getStore();
}

function storage(): AsyncLocalStorage<Reach> {
  const holder = globalThis as { [KEY]?: AsyncLocalStorage<Reach> };
  return (holder[KEY] ??= new AsyncLocalStorage());
}
