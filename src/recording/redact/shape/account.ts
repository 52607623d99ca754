import type { Mapping } from '../mapping.ts';

/** Twelve digits, and the UUID whose last group they may be. */
const TWELVE = /(?<![0-9])(?<![0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-)[0-9]{12}(?![0-9])/g;

/** Account ids: twelve digits that are not a part of something hexadecimal. */
export function accounts(text: string, mapping: Mapping): string {
  if (!/[0-9]{12}/.test(text)) return text;
  return text.replace(TWELVE, (digits, at: number) =>
    isInHexadecimal(text, at, at + 12) ? digits : mapping.account(digits),
  );
}

/** Whether hexadecimal letters touch the digits, and nothing but such all around. */
function isInHexadecimal(text: string, from: number, to: number): boolean {
  let start = from;
  while (start > 0 && isWord(text.charCodeAt(start - 1))) start -= 1;
  let end = to;
  while (end < text.length && isWord(text.charCodeAt(end))) end += 1;
  return (start < from || end > to) && /^[0-9a-fA-F]*$/.test(text.slice(start, end));
}

function isWord(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
}
