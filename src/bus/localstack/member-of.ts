/** A member of an object, or of one that is JSON text; `undefined` where there is none. */
export function memberOf(value: unknown, name: string): unknown {
  const object = typeof value === 'string' ? parsed(value) : value;
  return typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined;
}

/** What a text says that is JSON; `undefined` of any other. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
