import { endianness } from 'node:os';

/** Texts up to this length share one buffer; a longer one gets its own, so that no memory stays behind it. */
const SHARED = 64 * 1024;

const shared = new Uint16Array(SHARED + 1);
const sharedBytes = Buffer.from(shared.buffer);
const littleEndian = endianness() === 'LE';

/**
 * The code units of a text, with a zero behind the last: to be read one by one, an array is several times as fast as the
 * string. Valid until the next call.
 */
export function codeUnitsOf(text: string): Uint16Array {
  const { length } = text;
  if (length > SHARED) return fill(new Uint16Array(length + 1), text);
  if (littleEndian) sharedBytes.write(text, 0, 'utf16le');
  else fill(shared, text);
  shared[length] = 0;
  return shared;
}

function fill(units: Uint16Array, text: string): Uint16Array {
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
  return units;
}
