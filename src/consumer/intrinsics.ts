/** A change to what belongs to the language, as a consumer has made it. */
export interface Change {
  readonly place: object;
  /** What the place is called. */
  readonly home: string;
  readonly key: string | symbol;
  readonly descriptor: PropertyDescriptor | undefined;
  /** That it could not be put back. */
  readonly isLocked: boolean;
}

/** What all code of this process shares of the language: lists, promises, JSON and the like. */
export interface Intrinsics {
  /** Takes all as it is now for what everybody counts on. */
  remember(): void;
  /** Puts back what has been changed since, and returns the changes. */
  mend(): readonly Change[];
  /** Makes changes again that were put back. */
  change(changes: readonly Change[]): void;
}

/** Iterators have no name that leads to them. */
const ITERATORS = [[], new Map(), new Set(), '', new Uint8Array()].map(
  (iterable) => Object.getPrototypeOf(iterable[Symbol.iterator]()) as object,
);
const BY_NAME = [
  ['Array', Array],
  ['BigInt', BigInt],
  ['Error', Error],
  ['Function', Function],
  ['Iterator', Iterator],
  ['JSON', JSON],
  ['Map', Map],
  ['Math', Math],
  ['Number', Number],
  ['Object', Object],
  ['Promise', Promise],
  ['Reflect', Reflect],
  ['RegExp', RegExp],
  ['Set', Set],
  ['String', String],
  ['Symbol', Symbol],
  ['WeakMap', WeakMap],
  ['WeakSet', WeakSet],
] as const;

// Taken before anybody can replace them.
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;

/** One function where it belongs, and what it is. */
class Holding {
  readonly place: object;
  readonly home: string;
  readonly key: string | symbol;
  descriptor: PropertyDescriptor;

  constructor(place: object, home: string, key: string | symbol, descriptor: PropertyDescriptor) {
    this.place = place;
    this.home = home;
    this.key = key;
    this.descriptor = descriptor;
  }
}

/**
 * Watches over the functions of the language. What is added to it harms nobody who does not know of it, and is left.
 *
 * On Lambda a consumer that replaces one has its process to itself, and harms nobody else. Here the rehearsal, the report and Vitest call the
 * same functions, and come to a standstill or tell nonsense.
 */
export function openIntrinsics(): Intrinsics {
  const holdings: Holding[] = [];
  const values: unknown[] = [];

  function hold(place: object, home: string, key: string | symbol): void {
    const descriptor = getOwnPropertyDescriptor(place, key);
    // What nobody can change need not be looked after.
    if (descriptor?.configurable !== true || typeof descriptor.value !== 'function') return;
    holdings.push(new Holding(place, home, key, descriptor));
    values.push(descriptor.value);
  }

  for (const [name, intrinsic] of BY_NAME) {
    hold(globalThis, 'globalThis', name);
    for (const key of ownKeys(intrinsic)) hold(intrinsic, name, key);
    if (typeof intrinsic !== 'function') continue;
    const { prototype } = intrinsic as { readonly prototype: object };
    for (const key of ownKeys(prototype)) hold(prototype, `${name}.prototype`, key);
  }
  for (const place of ITERATORS) for (const key of ownKeys(place)) hold(place, '%Iterator%', key);

  /** Looks at values alone, which is a third of the work: a getter in the place of a function is seen by what it gives. */
  function isUnchanged(index: number): boolean {
    const { place, key } = holdings[index]!;
    try {
      return (place as Record<string | symbol, unknown>)[key] === values[index];
    } catch {
      return false;
    }
  }

  return {
    remember: () => {
      for (let index = 0; index < holdings.length; index += 1) {
        if (isUnchanged(index)) continue;
        const { place, key } = holdings[index]!;
        const descriptor = getOwnPropertyDescriptor(place, key);
        if (descriptor === undefined) continue;
        holdings[index]!.descriptor = descriptor;
        values[index] = descriptor.value;
      }
    },
    mend: () => {
      const changes: Change[] = [];
      // By index: what a loop over a list calls may have been replaced.
      for (let index = 0; index < holdings.length; index += 1) {
        if (isUnchanged(index)) continue;
        const { place, home, key, descriptor } = holdings[index]!;
        const changed = getOwnPropertyDescriptor(place, key);
        const isLocked = !defineProperty(place, key, descriptor);
        changes[changes.length] = { place, home, key, descriptor: changed, isLocked };
      }
      return changes;
    },
    change: (changes) => {
      for (let index = 0; index < changes.length; index += 1) {
        const { place, key, descriptor } = changes[index]!;
        if (descriptor === undefined) deleteProperty(place, key);
        else defineProperty(place, key, descriptor);
      }
    },
  };
}
