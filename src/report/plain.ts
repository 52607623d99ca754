const MOST_DEPTH = 100;

/**
 * Turns any value into one that JSON can hold. What a handler returns may be circular, hold functions or throw when it
 * is read; such places become a text in brackets that says what stood there.
 */
export function plain(value: unknown): unknown {
  return plainWithin(value, []);
}

function plainWithin(value: unknown, around: readonly object[]): unknown {
  if (typeof value === 'bigint') return `[bigint ${value}]`;
  if (typeof value === 'function') return `[function ${value.name}]`;
  if (typeof value === 'symbol') return `[${value.toString()}]`;
  if (typeof value === 'number') return Number.isFinite(value) ? value : `[${value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (around.includes(value)) return '[circular]';
  if (around.length === MOST_DEPTH) return '[too deep]';
  try {
    return plainObject(value, [...around, value]);
  } catch (error) {
    return `[unreadable: ${error instanceof Error ? error.message : 'it throws'}]`;
  }
}

function plainObject(value: object, around: readonly object[]): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message, ...membersOf(value, around) };
  if (value instanceof Map) return Array.from(value, (pair) => plainWithin(pair, around));
  if (Array.isArray(value) || value instanceof Set) return Array.from(value, (item) => plainWithin(item, around));
  if (ArrayBuffer.isView(value)) return `[${value.constructor.name} of ${value.byteLength} bytes]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return plainWithin(value.toJSON(), around);
  return membersOf(value, around);
}

function membersOf(value: object, around: readonly object[]): Record<string, unknown> {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, plainWithin(member, around)]));
}
