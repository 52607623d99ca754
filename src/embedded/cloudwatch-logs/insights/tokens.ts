import { Fault } from '../../../wire/fault.ts';

/** A word of a query, and where it stands. */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'regex' | 'sign' | 'end';
  /** What it says, without what surrounds it. */
  readonly text: string;
  readonly at: number;
}

/** Reads the words of a query one by one. */
export interface Tokens {
  readonly query: string;
  peek(): Token;
  next(): Token;
  /** Takes a sign or a word if it comes next; words whatever their case. */
  takes(...words: readonly string[]): boolean;
  /** Takes what has to come next. */
  need(word: string): void;
}

const WORDS = [
  // A part with other signs in it stands in backticks, and so may the whole.
  ['name', /(?:[@A-Za-z_][\w@]*|`[^`]+`)(?:\.(?:[\w@]+|`[^`]+`))*/y],
  ['number', /\d+(?:\.\d+)?/y],
  ['text', /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y],
  ['sign', /!=|<=|>=|=~|[=<>()[\],|+\-*%^]/y],
] as const;
const REGEX = /\/((?:[^/\\]|\\.)+)\//y;
const SPACE = /(?:\s+|#[^\n]*)*/y;
/** After one of these a slash begins a regular expression; otherwise it divides. */
const BEFORE_REGEX = /(?:\blike|=~|\bparse(?:\s+\S+)?|\()\s*$/i;

/** Cuts a query into its words. Throws what Insights answers to what is none. */
export function tokensOf(query: string): Tokens {
  const all = [...scan(query)];
  let at = 0;
  const peek = (): Token => all[at]!;
  const is = (word: string): boolean => {
    const { kind, text } = peek();
    return (kind === 'sign' || kind === 'name') && text.toLowerCase() === word;
  };
  const tokens: Tokens = {
    query,
    peek,
    next: () => {
      const token = peek();
      if (token.kind !== 'end') at += 1;
      return token;
    },
    takes: (...words) => {
      if (!words.some(is)) return false;
      at += 1;
      return true;
    },
    need: (word) => {
      if (!tokens.takes(word)) throw unexpected(tokens);
    },
  };
  return tokens;
}

function* scan(query: string): Generator<Token> {
  let at = 0;
  while (true) {
    SPACE.lastIndex = at;
    at += SPACE.exec(query)?.[0].length ?? 0;
    if (at >= query.length) break;
    const token = slashAt(query, at) ?? wordAt(query, at);
    if (token === undefined) throw malformed(query, { kind: 'sign', text: query[at]!, at });
    yield token.token;
    at = token.end;
  }
  yield { kind: 'end', text: '<EOF>', at };
}

interface Read {
  readonly token: Token;
  readonly end: number;
}

function wordAt(query: string, at: number): Read | undefined {
  for (const [kind, word] of WORDS) {
    word.lastIndex = at;
    const found = word.exec(query);
    if (found === null) continue;
    const [whole, one, two] = found;
    const text = kind === 'name' ? whole.replaceAll('`', '') : kind === 'text' ? unescaped(one ?? two!) : whole;
    return { token: { kind, text, at }, end: at + whole.length };
  }
  return undefined;
}

function slashAt(query: string, at: number): Read | undefined {
  if (query[at] !== '/') return undefined;
  REGEX.lastIndex = at;
  const found = BEFORE_REGEX.test(query.slice(0, at)) ? REGEX.exec(query) : null;
  if (found === null) return { token: { kind: 'sign', text: '/', at }, end: at + 1 };
  return { token: { kind: 'regex', text: found[1]!, at }, end: at + found[0].length };
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(["'\\])/g, '$1');
}

/** What Insights answers where something else has to come next. */
export function unexpected(tokens: Tokens): Fault {
  return malformed(tokens.query, tokens.peek());
}

function malformed(query: string, { text, at }: Token): Fault {
  const before = query.slice(0, at).split('\n');
  return new Fault(
    'MalformedQueryException',
    `unexpected symbol found ${text} at line ${before.length} and position ${before.at(-1)!.length + 1}`,
  );
}
