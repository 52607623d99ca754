import { Fault } from '../../../wire/fault.ts';

/** Reads a pattern from left to right. */
export interface Scanner {
  /** Skips blanks, then takes what `token` (sticky) matches here; `undefined` if it does not. */
  take(token: RegExp): RegExpExecArray | undefined;
  /** Whether nothing is left but blanks. */
  isAtEnd(): boolean;
}

/** The refusal of a pattern that cannot be read. CloudWatch Logs says no more than this. */
export function invalidPattern(): Fault {
  return new Fault('InvalidParameterException', 'Invalid filter pattern');
}

/** Begins to read `text`. */
export function scanner(text: string): Scanner {
  let at = 0;
  function match(token: RegExp): RegExpExecArray | undefined {
    token.lastIndex = at;
    const found = token.exec(text) ?? undefined;
    if (found !== undefined) at += found[0].length;
    return found;
  }
  function blanks(): void {
    match(/\s*/y);
  }
  return {
    take: (token) => {
      blanks();
      return match(token);
    },
    isAtEnd: () => {
      blanks();
      return at === text.length;
    },
  };
}
