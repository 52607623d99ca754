import { Failure } from '../failure.ts';
import type { Path } from '../path/path.ts';
import { readPath } from '../path/read-path.ts';

/** An argument of an intrinsic function. */
export type Argument =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'call'; readonly call: Call };

/** A call of an intrinsic function. */
export interface Call {
  /** Such as `States.Format`. */
  readonly name: string;
  readonly args: readonly Argument[];
}

/** Reads `States.Format('a {}', $.b)`. Texts are in single quotes; `\'`, `\{`, `\}` and `\\` stand for themselves. */
export function readIntrinsic(text: string): Call {
  const reader = { text, at: 0 };
  const call = readCall(reader);
  if (call === undefined || reader.at < text.trimEnd().length) throw invalid(text);
  return call;
}

interface Reader {
  readonly text: string;
  at: number;
}

function readCall(reader: Reader): Call | undefined {
  const name = take(reader, /\s*(States\.[A-Za-z0-9]+)\s*\(\s*/y);
  if (name === undefined) return undefined;
  const args: Argument[] = [];
  while (take(reader, /\s*(\))/y) === undefined) {
    if (args.length > 0 && take(reader, /\s*(,)\s*/y) === undefined) throw invalid(reader.text);
    args.push(readArgument(reader));
  }
  return { name, args };
}

function readArgument(reader: Reader): Argument {
  const call = readCall(reader);
  if (call !== undefined) return { kind: 'call', call };
  const quoted = take(reader, /\s*'((?:[^'\\]|\\.)*)'/sy);
  // Braces keep their backslash: whether one is escaped is for States.Format to know.
  if (quoted !== undefined) return { kind: 'value', value: quoted.replaceAll(/\\([^{}])/gs, '$1') };
  const literal = take(reader, /\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true\b|false\b|null\b)/y);
  if (literal !== undefined) return { kind: 'value', value: JSON.parse(literal) as unknown };
  const path = take(reader, /\s*(\$(?:[^,()[\]]|\[(?:[^\]'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*\])*)/y);
  if (path === undefined) throw invalid(reader.text);
  return { kind: 'path', path: readPath(path.trim()) };
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found === null) return undefined;
  reader.at += found[0].length;
  return found[1];
}

function invalid(text: string): Failure {
  return new Failure('States.IntrinsicFailure', `Invalid Intrinsic Function expression: ${text}`);
}
