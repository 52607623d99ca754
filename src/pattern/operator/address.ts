const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const DOT = 0x2e;
const COLON = 0x3a;

/** The digits of a version 4 and of a version 6 address. */
const SHORT = 8;
const LONG = 32;

/** Room for the digits of an address. */
export function roomForAddress(): Uint8Array {
  return new Uint8Array(LONG);
}

/**
 * Reads an IP address and writes the values of its hexadecimal digits: 8 of version 4 or 32 of version 6. Returns how
 * many, 0 where the text is no address.
 */
export function readAddress(text: string, digits: Uint8Array): number {
  const code = text.charCodeAt(0);
  // Almost no string of an event is an address: look no further than the first character where that decides.
  if (code >= DIGIT_0 && code <= DIGIT_9) return version4(text, digits) || version6(text, digits);
  return hexadecimal(code) >= 0 || code === COLON ? version6(text, digits) : 0;
}

/** The digits of an IP address; nothing where the text is no address. */
export function addressDigits(text: string): Uint8Array | undefined {
  const digits = roomForAddress();
  const count = readAddress(text, digits);
  return count === 0 ? undefined : digits.slice(0, count);
}

/** Takes a text for digits, as far as it has any, and says how many that are. */
export function readDigits(text: string, digits: Uint8Array): number {
  let count = 0;
  while (count < LONG && count < text.length) {
    const code = text.charCodeAt(count);
    const digit = code >= 0x61 ? -1 : hexadecimal(code);
    if (digit < 0) break;
    digits[count++] = digit;
  }
  return count;
}

/** Whether the text has the form of an address, be it one or not. AWS words the two failures differently. */
export function looksLikeAddress(text: string): boolean {
  return /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/.test(text) || /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(text);
}

/** Takes a number's spelling for digits. */
export function readNumberDigits(value: number, digits: Uint8Array): number {
  // A single digit is its own spelling; to make texts of numbers is dear.
  if (value < 0 || value > 9 || !Number.isInteger(value)) return readDigits(String(value), digits);
  digits[0] = value;
  return 1;
}

function version4(text: string, digits: Uint8Array): number {
  // AWS takes leading zeros, but no more than 15 characters.
  if (text.length < 7 || text.length > 15) return 0;
  let count = 0;
  let byte = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? DOT : text.charCodeAt(at);
    if (code >= DIGIT_0 && code <= DIGIT_9) {
      byte = Math.max(byte, 0) * 10 + code - DIGIT_0;
      if (byte > 255) return 0;
    } else if (code === DOT && byte >= 0 && count < SHORT) {
      digits[count++] = byte >>> 4;
      digits[count++] = byte & 15;
      byte = -1;
    } else {
      return 0;
    }
  }
  return count === SHORT ? count : 0;
}

function version6(text: string, digits: Uint8Array): number {
  if (!text.includes(':')) return 0;
  const gap = text.indexOf('::');
  const front = gap === 0 ? 0 : readGroups(text, 0, gap < 0 ? text.length : gap, digits, 0);
  if (front < 0) return 0;
  const end = gap < 0 || gap + 2 === text.length ? front : readGroups(text, gap + 2, text.length, digits, front);
  if (gap < 0 ? end !== LONG : end < 0 || end > LONG - 4) return 0;
  const back = end - front;
  digits.copyWithin(LONG - back, front, end).fill(0, front, LONG - back);
  if (!isMapped(digits)) return LONG;
  digits.copyWithin(0, LONG - SHORT);
  return SHORT;
}

/** Whether it is a version 4 address in version 6 clothes, which AWS takes for a version 4 address. */
function isMapped(digits: Uint8Array): boolean {
  for (let at = 0; at < LONG - SHORT; at += 1) if (digits[at] !== (at < 20 ? 0 : 15)) return false;
  return true;
}

/** Writes the digits of groups between single colons, four for each, and returns the place behind them, -1 for none. */
function readGroups(text: string, start: number, end: number, digits: Uint8Array, from: number): number {
  let to = from;
  for (let at = start; ; at += 1) {
    const first = at;
    let value = 0;
    // At least one digit, and however many zeros before the last four.
    for (; at < end; at += 1) {
      const digit = hexadecimal(text.charCodeAt(at));
      if (digit < 0) break;
      value = value * 16 + digit;
      if (value > 0xffff) return -1;
    }
    if (at === first || to === LONG) return -1;
    digits[to++] = value >>> 12;
    digits[to++] = (value >>> 8) & 15;
    digits[to++] = (value >>> 4) & 15;
    digits[to++] = value & 15;
    if (at === end) return to;
    if (text.charCodeAt(at) !== COLON) return -1;
  }
}

/** The value of a hexadecimal digit, -1 of anything else. */
function hexadecimal(code: number): number {
  if (code >= DIGIT_0 && code <= DIGIT_9) return code - DIGIT_0;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
