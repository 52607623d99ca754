/** The hexadecimal digits of an IP address, 8 of version 4 or 32 of version 6; nothing where the text is no address. */
export function addressDigits(text: string): string | undefined {
  const code = text.charCodeAt(0);
  const hexadecimal =
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
  // Almost no string of an event is an address: look no further than the first character where that decides.
  if (!hexadecimal && code !== 0x3a) return undefined;
  return text.includes(':') ? version6(text) : version4(text);
}

/** Whether the text has the form of an address, be it one or not. AWS words the two failures differently. */
export function looksLikeAddress(text: string): boolean {
  return /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/.test(text) || /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(text);
}

function version4(text: string): string | undefined {
  if (text.length > 15 || !/^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/.test(text)) return undefined;
  const parts = text.split('.').map(Number);
  return parts.some((part) => part > 255) ? undefined : parts.map((part) => toHex(part, 2)).join('');
}

function version6(text: string): string | undefined {
  if (!/^[0-9a-fA-F:]+$/.test(text)) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [front = [], back = []] = groups;
  const all = [...front, ...back];
  if (all.some((group) => group === '' || Number.parseInt(group, 16) > 0xffff)) return undefined;
  const missing = 8 - all.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const filled = [...front, ...Array<string>(missing).fill('0'), ...back];
  const digits = filled.map((group) => toHex(Number.parseInt(group, 16), 4)).join('');
  // A version 4 address in version 6 clothes is a version 4 address.
  return digits.startsWith('00000000000000000000FFFF') ? digits.slice(24) : digits;
}

function toHex(value: number, length: number): string {
  return value.toString(16).toUpperCase().padStart(length, '0');
}
