import type { CST } from 'yaml';

/** Where the tokens go deeper than `deepest`, if they do. */
export function offsetBelow(tokens: readonly CST.Token[], deepest: number): number | undefined {
  const left: (readonly [token: CST.Token, depth: number])[] = tokens.map((token) => [token, 0]);
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [token, depth] = next;
    if (depth > deepest) return 'offset' in token ? token.offset : 0;
    for (const part of partsOf(token)) left.push([part, depth + 1]);
  }
  return undefined;
}

/** The tokens right below a token. */
function partsOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((part) => part != null));
}

/** Where the quoted text begins that ends here: the library tells the end of one that is never closed, a person looks for its start. */
export function quoteThatEndsAt(end: number, tokens: readonly CST.Token[]): number | undefined {
  const left = [...tokens];
  for (let token = left.pop(); token !== undefined; token = left.pop()) {
    const isQuoted = token.type === 'double-quoted-scalar' || token.type === 'single-quoted-scalar';
    if (isQuoted && 'source' in token && token.offset + token.source.length === end) return token.offset;
    for (const part of partsOf(token)) left.push(part);
  }
  return undefined;
}
