const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const DOT = 0x2e;
const COLON = 0x3a;

/** The two hexadecimal digits of each byte. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'));

/** The hexadecimal digits of an IP address, 8 of version 4 or 32 of version 6; nothing where the text is no address. */
export function addressDigits(text: string): string | undefined {
  const code = text.charCodeAt(0);
  // Almost no string of an event is an address: look no further than the first character where that decides.
  if (code >= DIGIT_0 && code <= DIGIT_9) return version4(text) ?? version6(text);
  return hexadecimal(code) >= 0 || code === COLON ? version6(text) : undefined;
}

/** Whether the text has the form of an address, be it one or not. AWS words the two failures differently. */
export function looksLikeAddress(text: string): boolean {
  return /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/.test(text) || /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(text);
}

function version4(text: string): string | undefined {
  // AWS takes leading zeros, but no more than 15 characters.
  if (text.length < 7 || text.length > 15) return undefined;
  let digits = '';
  let byte = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? DOT : text.charCodeAt(at);
    if (code >= DIGIT_0 && code <= DIGIT_9) {
      byte = Math.max(byte, 0) * 10 + code - DIGIT_0;
      if (byte > 255) return undefined;
    } else if (code === DOT && byte >= 0) {
      digits += BYTES[byte];
      byte = -1;
    } else {
      return undefined;
    }
  }
  return digits.length === 8 ? digits : undefined;
}

function version6(text: string): string | undefined {
  const gap = text.indexOf('::');
  const front = gap === 0 ? '' : groups(text, 0, gap < 0 ? text.length : gap);
  const back = gap < 0 || gap + 2 === text.length ? '' : groups(text, gap + 2, text.length);
  if (front === undefined || back === undefined) return undefined;
  const missing = 32 - front.length - back.length;
  if (gap < 0 ? missing !== 0 : missing < 4) return undefined;
  const digits = front + ZEROS.slice(0, missing) + back;
  // A version 4 address in version 6 clothes is a version 4 address.
  return digits.startsWith('00000000000000000000FFFF') ? digits.slice(24) : digits;
}

const ZEROS = '0'.repeat(32);

/** The digits of groups between single colons, four for each. */
function groups(text: string, start: number, end: number): string | undefined {
  let digits = '';
  for (let from = start, at = start; at <= end; at += 1) {
    if (at < end && text.charCodeAt(at) !== COLON) continue;
    const group = digits.length < 32 ? groupDigits(text, from, at) : undefined;
    if (group === undefined) return undefined;
    digits += group;
    from = at + 1;
  }
  return digits;
}

/** One group: at least one digit, and however many zeros before the last four. */
function groupDigits(text: string, from: number, to: number): string | undefined {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = hexadecimal(text.charCodeAt(at));
    value = value * 16 + digit;
    if (digit < 0 || value > 0xffff) return undefined;
  }
  return to > from ? BYTES[value >>> 8]! + BYTES[value & 0xff]! : undefined;
}

/** The value of a hexadecimal digit, -1 of anything else. */
function hexadecimal(code: number): number {
  if (code >= DIGIT_0 && code <= DIGIT_9) return code - DIGIT_0;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
