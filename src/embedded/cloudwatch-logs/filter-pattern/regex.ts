import { invalidPattern } from './scanner.ts';

/** All that a regular expression of a filter pattern may hold: no groups, and nothing beyond ASCII. */
const ALLOWED = /^[A-Za-z0-9_#=@/;,\-:\s^$?[\]{}|\\*+.]+$/;

/** Compiles what stands between two `%`. */
export function compileRegex(source: string): RegExp {
  if (!ALLOWED.test(source.replaceAll(/\\./g, ''))) throw invalidPattern();
  try {
    return new RegExp(source);
  } catch {
    throw invalidPattern();
  }
}

/** Compiles text in which `*` stands for anything. One pass from left to right, so that no text can make it slow. */
export function compileGlob(glob: string): (text: string) => boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= text.length - last.length;
  };
}
