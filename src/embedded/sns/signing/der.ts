/** As much of DER (ITU-T X.690) as a certificate takes: each value is its tag, its length and itself. */
function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(value), value]);
}

/** Up to 127 in one byte; beyond, how many bytes follow, and those. */
function lengthOf({ length }: Uint8Array): Buffer {
  return length < 128
    ? Buffer.of(length)
    : length < 256
      ? Buffer.of(0x81, length)
      : Buffer.of(0x82, length >> 8, length);
}

/** Values in their order. */
export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...parts);
}

/** Values without an order. */
export function set(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x31, ...parts);
}

/** A number that is not negative and fits into seven bits. */
export function integer(value: bigint): Buffer {
  return tagged(0x02, Buffer.of(Number(value)));
}

/** A text in UTF-8. */
export function utf8(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text));
}

/** A moment before 2050, as `YYMMDDhhmmssZ`. */
export function utcTime(text: string): Buffer {
  return tagged(0x17, Buffer.from(text));
}

/** Whole bytes, taken for bits. */
export function bits(bytes: Uint8Array): Buffer {
  return tagged(0x03, Buffer.of(0), bytes);
}

/** A member that may be missing, under its number. */
export function optional(number: number, value: Uint8Array): Buffer {
  return tagged(0xa0 + number, value);
}

/** The number of a thing that the world has agreed on, such as `2.5.4.3`: seven bits a byte, the first two parts in one. */
export function objectId(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  return tagged(0x06, Buffer.from([40 * first + second, ...rest].flatMap(base128)));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return bytes;
}
