const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 VLQ, as source maps (ECMA-426) write numbers: the sign in the lowest bit, five bits a digit. */
function vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const more = rest > 31 ? 32 : 0;
    text += DIGITS[(rest & 31) | more]!;
    rest >>>= 5;
  } while (rest > 0);
  return text;
}

/** A source map that sends each line of a generated module to one place of its one source. */
export function mapLines(
  file: string,
  places: readonly { readonly line: number; readonly column: number }[],
): { version: 3; sources: string[]; names: string[]; mappings: string } {
  let before = { line: 1, column: 1 };
  const mappings = places.map((place) => {
    const segment = vlq(0) + vlq(0) + vlq(place.line - before.line) + vlq(place.column - before.column);
    before = place;
    return segment;
  });
  return {
    version: 3,
    sources: [file],
    names: [],
    mappings: mappings.join(';'),
  };
}
