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
  for (let index = at + 1; index < at + 5; index += 1) {
    if (index >= text.length) return { kind: 'cut', end: index };
    if (!/[0-9A-Fa-f]/.test(text.charAt(index)))
      return { kind: 'not-hex', code: text.charCodeAt(index), end: index + 1 };
  }
  return {
    kind: 'character',
    character: String.fromCharCode(Number.parseInt(text.slice(at + 1, at + 5), 16)),
    end: at + 5,
  };
}
