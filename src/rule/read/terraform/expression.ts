import { Unresolved, type Value } from '../value.ts';

/** An expression of HCL, taken apart. */
export type Expression =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'call'; readonly name: string; readonly items: readonly Expression[] }
  | { readonly kind: 'name'; readonly root: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | ForExpression
  | { readonly kind: 'splat'; readonly of: Expression; readonly path: readonly Expression[] };

/** `[for key, value in of : result if condition]`; in braces there is a `name` for each result too. */
export interface ForExpression {
  readonly kind: 'for';
  readonly key?: string;
  readonly value: string;
  readonly of: Expression;
  readonly name?: Expression;
  readonly result: Expression;
  readonly condition?: Expression;
}

/** That this is more than is worked out here: groups, arithmetic, templates with loops. */
class BeyondError extends Error {}

const TOKEN =
  /\s*(?:(#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)|(\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(=>|==|!=|&&|\|\||[-+*/%<>]=?|\.\.\.|[{}()[\],.:=?!"])|$)/y;

/** Takes a text apart in which `${…}` stands for what is worked out. */
export function parseTemplate(text: string): Expression | undefined {
  return attempt(() => {
    const parts = new Reader(text).template(undefined);
    const [only] = parts;
    // A text that is nothing but an expression is what that gives, whatever it is.
    return parts.length === 1 && typeof only === 'object' ? only : { kind: 'template', parts };
  });
}

function attempt(read: () => Expression): Expression | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof BeyondError) return undefined;
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  expression(): Expression {
    this.#depth += 1;
    if (this.#depth > 100) throw new BeyondError();
    const test = this.#either();
    this.#depth -= 1;
    if (!this.#takes('?')) return test;
    const yes = this.expression();
    this.#must(':');
    return { kind: 'choice', test, yes, no: this.expression() };
  }

  /** Literal text up to the quote that ends it, or to the end where there is none. */
  template(quote: '"' | undefined): (string | Expression)[] {
    const parts: (string | Expression)[] = [];
    let literal = '';
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) {
        if (quote !== undefined) throw new BeyondError();
        break;
      }
      if (character === quote) {
        this.#at += 1;
        break;
      }
      const rest = this.#text.slice(this.#at, this.#at + 3);
      if (rest === '$${' || rest === '%%{') {
        literal += rest.slice(1);
        this.#at += 3;
      } else if (rest.startsWith('%{')) {
        throw new BeyondError();
      } else if (rest.startsWith('${')) {
        if (literal !== '') parts.push(literal);
        literal = '';
        this.#at += rest === '${~' ? 3 : 2;
        parts.push(this.expression());
        this.#must('}');
      } else if (character === '\\' && quote !== undefined) {
        literal += escaped(this.#text[this.#at + 1] ?? '');
        this.#at += 2;
      } else {
        literal += character;
        this.#at += 1;
      }
    }
    if (literal !== '' || parts.length === 0) parts.push(literal);
    return parts;
  }

  #either(): Expression {
    let left = this.#both();
    while (this.#takes('||')) left = { kind: 'binary', operator: '||', left, right: this.#both() };
    return left;
  }

  #both(): Expression {
    let left = this.#equality();
    while (this.#takes('&&')) left = { kind: 'binary', operator: '&&', left, right: this.#equality() };
    return left;
  }

  #equality(): Expression {
    const left = this.#one();
    for (const operator of ['==', '!=']) {
      if (this.#takes(operator)) return { kind: 'binary', operator, left, right: this.#one() };
    }
    return left;
  }

  #one(): Expression {
    if (this.#takes('!')) return { kind: 'not', of: this.#one() };
    let found = this.#primary();
    for (;;) {
      if (this.#takes('.')) {
        if (this.#takes('*')) found = { kind: 'splat', of: found, path: this.#names() };
        else found = { kind: 'member', of: found, key: { kind: 'value', value: this.#word() } };
      } else if (this.#takes('[')) {
        if (this.#takes('*')) {
          this.#must(']');
          return { kind: 'splat', of: found, path: this.#path() };
        }
        const key = this.expression();
        this.#must(']');
        found = { kind: 'member', of: found, key };
      } else return found;
    }
  }

  /** What is asked of each item of `[*]`: names and positions. */
  #path(): Expression[] {
    const path: Expression[] = [];
    for (;;) {
      path.push(...this.#names());
      if (!this.#takes('[')) return path;
      path.push(this.expression());
      this.#must(']');
    }
  }

  #names(): Expression[] {
    const names: Expression[] = [];
    while (this.#takes('.')) names.push({ kind: 'value', value: this.#word() });
    return names;
  }

  #primary(): Expression {
    if (this.#takes('"')) {
      const parts = this.template('"');
      const [only] = parts;
      if (parts.length > 1 || only === undefined) return { kind: 'template', parts };
      return typeof only === 'string' ? { kind: 'value', value: only } : only;
    }
    if (this.#takes('(')) {
      const inner = this.expression();
      this.#must(')');
      return inner;
    }
    if (this.#takes('[')) return this.#takes('for') ? this.#for(']') : { kind: 'tuple', items: this.#list(']') };
    if (this.#takes('{')) return this.#takes('for') ? this.#for('}') : this.#object();
    if (this.#takes('-')) {
      const number = Number(this.#word());
      return { kind: 'value', value: -number };
    }
    const word = this.#word();
    if (/^\d/.test(word)) return { kind: 'value', value: Number(word) };
    if (word === 'true' || word === 'false') return { kind: 'value', value: word === 'true' };
    if (word === 'null') return { kind: 'value', value: null };
    if (word === 'for') throw new BeyondError();
    return this.#takes('(') ? { kind: 'call', name: word, items: this.#list(')') } : { kind: 'name', root: word };
  }

  #list(end: string): Expression[] {
    const items: Expression[] = [];
    while (!this.#takes(end)) {
      items.push(this.expression());
      if (this.#takes('...')) throw new BeyondError();
      if (!this.#takes(',')) {
        this.#must(end);
        break;
      }
    }
    return items;
  }

  #for(end: ']' | '}'): ForExpression {
    const first = this.#word();
    const second = this.#takes(',') ? this.#word() : undefined;
    this.#must('in');
    const of = this.expression();
    this.#must(':');
    const before = this.expression();
    const name = end === '}' ? before : undefined;
    if (name !== undefined) this.#must('=>');
    const result = name === undefined ? before : this.expression();
    const condition = this.#takes('if') ? this.expression() : undefined;
    this.#must(end);
    return {
      kind: 'for',
      value: second ?? first,
      of,
      result,
      ...(second !== undefined && { key: first }),
      ...(name !== undefined && { name }),
      ...(condition !== undefined && { condition }),
    };
  }

  #object(): Expression {
    const members: (readonly [Expression, Expression])[] = [];
    while (!this.#takes('}')) {
      let key = this.expression();
      // A bare word is a name, unless it is put in parentheses.
      if (key.kind === 'name') key = { kind: 'value', value: key.root };
      if (!this.#takes('=')) this.#must(':');
      members.push([key, this.expression()]);
      this.#takes(',');
    }
    return { kind: 'object', members };
  }

  #word(): string {
    const word = this.#next();
    if (!/^\w/.test(word)) throw new BeyondError();
    return word;
  }

  #must(token: string): void {
    if (!this.#takes(token)) throw new BeyondError();
  }

  #takes(token: string): boolean {
    const start = this.#at;
    if (this.#next() === token) return true;
    this.#at = start;
    return false;
  }

  /** The next token; empty at the end. */
  #next(): string {
    for (;;) {
      TOKEN.lastIndex = this.#at;
      const found = TOKEN.exec(this.#text);
      if (found === null) throw new BeyondError();
      this.#at = TOKEN.lastIndex;
      const [, comment, number, word, sign] = found;
      if (comment === undefined) return number ?? word ?? sign ?? '';
    }
  }
}

function escaped(character: string): string {
  return { n: '\n', t: '\t', r: '\r' }[character] ?? character;
}

/** What cannot be worked out, in its own words. */
export function beyond(text: string): Unresolved {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new Unresolved(
    `${shown.replaceAll(/\s+/g, ' ')} is not worked out: read a plan instead ("terraform show -json")`,
    undefined,
  );
}
