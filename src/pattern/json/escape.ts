/** What stands behind a backslash, and where reading goes on. */
export type Escape =
  | { readonly kind: 'character'; readonly character: string; readonly end: number }
  | { readonly kind: 'cut'; readonly end: number }
  | { readonly kind: 'not-hex' | 'unknown'; readonly code: number; readonly end: number };

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['"', '"'],
  ['/', '/'],
  ['\\', '\\'],
]);

/** Decodes the escape whose backslash stands just before `at`. */
export function decodeEscape(text: string, at: number): Escape {
  if (at >= text.length) return { kind: 'cut', end: at };
  const letter = text.charAt(at);
  const character = SIMPLE.get(letter);
  if (character !== undefined) return { kind: 'character', character, end: at + 1 };
  if (letter !== 'u') return { kind: 'unknown', code: letter.charCodeAt(0), end: at + 1 };
  let digits = '';
  for (let index = at + 1; index < at + 5; index += 1) {
    if (index >= text.length) return { kind: 'cut', end: index };
    const code = text.charCodeAt(index);
    // AWS's reader looks only at the lower half of the code, so some letters pass for digits.
    const digit = String.fromCharCode(code & 0xff);
    if (!/[0-9A-Fa-f]/.test(digit)) return { kind: 'not-hex', code, end: index + 1 };
    digits += digit;
  }
  return { kind: 'character', character: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 5 };
}
