/** What a timestamp counts: seconds by the standard, milliseconds where AWS put CBOR in place of JSON. */
export type Moments = 'seconds' | 'milliseconds';

/**
 * As much of CBOR (RFC 8949) as the Smithy RPC v2 protocol puts on the wire: definite and indefinite lengths, text, bytes, maps, lists,
 * integers, floats, simple values, and tag 1 for timestamps. Written in one recursive pass each way; nothing here is fast.
 */
export function writeCbor(value: unknown, moments: Moments = 'seconds'): Uint8Array {
  const parts: Uint8Array[] = [];
  write(value, parts, moments);
  return Buffer.concat(parts);
}

function head(major: number, argument: number): Uint8Array {
  const type = major << 5;
  if (argument < 24) return Uint8Array.of(type | argument);
  if (argument < 0x100) return Uint8Array.of(type | 24, argument);
  if (argument < 0x1_0000) return Uint8Array.of(type | 25, argument >>> 8, argument & 0xff);
  const long = Buffer.alloc(argument < 0x1_0000_0000 ? 5 : 9);
  long[0] = type | (long.length === 5 ? 26 : 27);
  if (long.length === 5) long.writeUInt32BE(argument, 1);
  else long.writeBigUInt64BE(BigInt(argument), 1);
  return long;
}

function double(value: number): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xfb;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function write(value: unknown, parts: Uint8Array[], moments: Moments): void {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    parts.push(head(3, bytes.length), bytes);
  } else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) parts.push(double(value));
    else parts.push(value < 0 ? head(1, -1 - value) : head(0, value));
  } else if (typeof value === 'boolean') {
    parts.push(Uint8Array.of(value ? 0xf5 : 0xf4));
  } else if (value instanceof Uint8Array) {
    parts.push(head(2, value.length), value);
  } else if (value instanceof Date) {
    parts.push(head(6, 1));
    if (moments === 'seconds') parts.push(double(value.getTime() / 1000));
    else write(value.getTime(), parts, moments);
  } else if (Array.isArray(value)) {
    parts.push(head(4, value.length));
    for (const item of value) write(item, parts, moments);
  } else if (typeof value === 'object' && value !== null) {
    const entries = (value instanceof Map ? [...(value as Map<unknown, unknown>)] : Object.entries(value)).filter(
      ([, item]) => item !== undefined,
    );
    parts.push(head(5, entries.length));
    for (const [key, item] of entries) {
      write(String(key), parts, moments);
      write(item, parts, moments);
    }
  } else {
    parts.push(Uint8Array.of(0xf6));
  }
}

/** Reads one value. Throws a `RangeError` or `SyntaxError` on bytes that are not CBOR. */
export function readCbor(bytes: Uint8Array, moments: Moments = 'seconds'): unknown {
  return read({ bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0, moments });
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
  readonly moments: Moments;
}

const BREAK = Symbol('break');

function read(cursor: Cursor): unknown {
  const value = readItem(cursor);
  if (value === BREAK) throw new SyntaxError('Cannot read CBOR: a break outside of a list or map');
  return value;
}

function readItem(cursor: Cursor): unknown {
  const first = cursor.bytes.readUInt8(cursor.at);
  cursor.at += 1;
  const major = first >>> 5;
  const low = first & 31;
  if (major === 7) return readSimple(cursor, low);
  const length = readArgument(cursor, low);
  switch (major) {
    case 0:
      return length;
    case 1:
      return -1 - length;
    case 2:
      return readBytes(cursor, length, major);
    case 3:
      return readBytes(cursor, length, major).toString('utf8');
    case 4:
      return readItems(cursor, length);
    case 5: {
      const flat = readItems(cursor, length * 2);
      return Object.fromEntries(
        Array.from({ length: flat.length / 2 }, (_, index) => [String(flat[index * 2]), flat[index * 2 + 1]]),
      );
    }
    default: {
      const tagged = read(cursor);
      // Tag 1 is a timestamp: as seconds it is the number that JSON protocols give, so inputs look alike.
      return typeof tagged === 'number' && length === 1 && cursor.moments === 'milliseconds' ? tagged / 1000 : tagged;
    }
  }
}

function readArgument(cursor: Cursor, low: number): number {
  if (low < 24) return low;
  if (low === 31) return Infinity;
  const size = { 24: 1, 25: 2, 26: 4, 27: 8 }[low];
  if (size === undefined) throw new SyntaxError('Cannot read CBOR: a length that is reserved');
  const value = size === 8 ? Number(cursor.bytes.readBigUInt64BE(cursor.at)) : cursor.bytes.readUIntBE(cursor.at, size);
  cursor.at += size;
  return value;
}

function readBytes(cursor: Cursor, length: number, major: number): Buffer {
  if (length !== Infinity) {
    if (cursor.at + length > cursor.bytes.length)
      throw new RangeError('Cannot read CBOR: it ends in the middle of a string');
    const slice = cursor.bytes.subarray(cursor.at, cursor.at + length);
    cursor.at += length;
    return slice;
  }
  const chunks = readItems(cursor, Infinity);
  return Buffer.concat(chunks.map((chunk) => (major === 3 ? Buffer.from(String(chunk)) : (chunk as Buffer))));
}

function readItems(cursor: Cursor, length: number): unknown[] {
  const items: unknown[] = [];
  while (items.length < length) {
    const item = readItem(cursor);
    if (item === BREAK) {
      if (length !== Infinity) throw new SyntaxError('Cannot read CBOR: a break in a list of known length');
      break;
    }
    items.push(item);
  }
  return items;
}

function readSimple(cursor: Cursor, low: number): unknown {
  const start = cursor.at;
  switch (low) {
    case 20:
      return false;
    case 21:
      return true;
    case 22:
    case 23:
      return null;
    case 25:
      cursor.at += 2;
      return halfFloat(cursor.bytes.readUInt16BE(start));
    case 26:
      cursor.at += 4;
      return cursor.bytes.readFloatBE(start);
    case 27:
      cursor.at += 8;
      return cursor.bytes.readDoubleBE(start);
    case 31:
      return BREAK;
    default:
      throw new SyntaxError(`Cannot read CBOR: simple value ${low} is not known`);
  }
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (fraction + 1024) * 2 ** (exponent - 25);
}
