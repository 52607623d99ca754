/** A piece of an expression, and where it stands. */
export interface Token {
  readonly kind: 'name' | '#name' | ':value' | 'number' | 'sign' | 'end' | 'unknown';
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const TOKEN =
  /\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<placeholder>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<number>[0-9]+)|(?<sign><>|<=|>=|[=<>()[\].,+-])|(?<unknown>\S))/gy;

/** Takes an expression apart; the last token is its end. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    const { name, placeholder, value, number, sign, unknown } = found.groups ?? {};
    const [kind, held] =
      name !== undefined
        ? (['name', name] as const)
        : placeholder !== undefined
          ? (['#name', placeholder] as const)
          : value !== undefined
            ? ([':value', value] as const)
            : number !== undefined
              ? (['number', number] as const)
              : sign !== undefined
                ? (['sign', sign] as const)
                : (['unknown', unknown ?? ''] as const);
    tokens.push({ kind, text: held, from: TOKEN.lastIndex - held.length, to: TOKEN.lastIndex });
  }
  tokens.push({ kind: 'end', text: '<EOF>', from: text.length, to: text.length });
  return tokens;
}
