import { AsyncLocalStorage } from 'node:async_hooks';

// Modules can be loaded anew for each scenario (`vi.resetModules`), and whoever guards the network must know what those of later ones do.
const KEY = Symbol.for('ecreplay.outward.1');

/** Calls an endpoint on this machine on behalf of AWS, as API destinations and HTTP subscriptions do: it is no consumer that goes out there. */
export function callOutward<Result>(call: () => Result): Result {
  return storage().run(true, call);
}

/** Whether the code that runs now calls out on behalf of AWS. */
export function isOutward(): boolean {
  return storage().getStore() === true;
}

function storage(): AsyncLocalStorage<true> {
  const holder = globalThis as { [KEY]?: AsyncLocalStorage<true> };
  return (holder[KEY] ??= new AsyncLocalStorage());
}
