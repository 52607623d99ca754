/** Properties of `globalThis` that begin so belong to tools (Vitest, coverage, msw), which may set them at any time. */
const OF_TOOLS = '__';
/** Looking at one of these, even from the outside, makes Node load undici or its web streams: 20 ms and more. So they are left alone. */
const LAZY =
  /^(?:CloseEvent|EventSource|FormData|Headers|MessageEvent|Request|Response|WebSocket|.*Stream.*|.*QueuingStrategy)$/;
const EVENTS = ['beforeExit', 'exit', 'SIGINT', 'SIGTERM', 'uncaughtException', 'unhandledRejection'] as const;

/**
 * Remembers the globals, the console's methods, the listeners on `process` and the working directory; returns what puts them back as
 * they were.
 *
 * Symbols are left alone: libraries keep their one instance for the process under them, and live longer than a scenario.
 */
export function rememberGlobals(): () => void {
  const places = [globalThis, console].map((place) => ({ place, before: describe(place) }));
  const listeners = EVENTS.map((event) => ({ event, before: new Set(process.rawListeners(event)) }));
  const directory = process.cwd();
  return () => {
    for (const { place, before } of places) restore(place, before);
    for (const { event, before } of listeners) {
      for (const listener of process.rawListeners(event)) {
        if (!before.has(listener)) process.removeListener(event, listener as () => void);
      }
    }
    if (process.cwd() !== directory) process.chdir(directory);
  };
}

function describe(place: object): Map<string, PropertyDescriptor> {
  const properties = new Map<string, PropertyDescriptor>();
  for (const name of Object.getOwnPropertyNames(place)) {
    if (!isLeftAlone(name)) properties.set(name, Object.getOwnPropertyDescriptor(place, name)!);
  }
  return properties;
}

function restore(place: object, before: ReadonlyMap<string, PropertyDescriptor>): void {
  for (const name of Object.getOwnPropertyNames(place)) {
    if (!before.has(name) && !isLeftAlone(name)) Reflect.deleteProperty(place, name);
  }
  for (const [name, descriptor] of before) {
    const now = Object.getOwnPropertyDescriptor(place, name);
    if (!isSame(now, descriptor)) Reflect.defineProperty(place, name, descriptor);
  }
}

function isLeftAlone(name: string): boolean {
  return name.startsWith(OF_TOOLS) || LAZY.test(name);
}

function isSame(one: PropertyDescriptor | undefined, other: PropertyDescriptor): boolean {
  return one !== undefined && Object.is(one.value, other.value) && one.get === other.get && one.set === other.set;
}
