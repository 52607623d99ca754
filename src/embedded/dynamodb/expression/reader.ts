import type { AttributeValue } from '../attribute-value.ts';
import type { Fault } from '../../../wire/fault.ts';
import { invalid } from '../refuse.ts';
import type { Path } from './path.ts';
import type { Placeholders } from './placeholders.ts';
import { isReserved } from './reserved-words.ts';
import { type Token, tokensOf } from './tokens.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LONGEST = 4_096;

/** Goes through an expression token by token. A class, because it has a place where it stands. */
export class ExpressionReader {
  readonly member: string;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #placeholders: Placeholders;
  #at = 0;

  constructor(member: string, text: string, placeholders: Placeholders) {
    this.member = member;
    this.#text = text;
    this.#placeholders = placeholders;
    if (text === '') throw this.refuse('The expression can not be empty;');
    if (Buffer.byteLength(text) > LONGEST) {
      throw this.refuse(
        `Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(text)}`,
      );
    }
    this.#tokens = tokensOf(text);
  }

  refuse(reason: string): Fault {
    return invalid(`Invalid ${this.member}: ${reason}`);
  }

  get next(): Token {
    return this.#tokens[this.#at]!;
  }

  /** The token after the next. */
  get afterNext(): Token {
    return this.#tokens[Math.min(this.#at + 1, this.#tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  /** Takes the next token if it is this sign, or this word in any case. */
  takes(text: string): boolean {
    const { kind } = this.next;
    const is = kind === 'sign' ? this.next.text === text : kind === 'name' && this.next.text.toUpperCase() === text;
    if (is) this.#at += 1;
    return is;
  }

  expect(text: string): void {
    if (!this.takes(text)) throw this.syntaxError();
  }

  /** What stands here cannot stand here. */
  syntaxError(): Fault {
    const { text } = this.next;
    const from = this.#tokens[Math.max(0, this.#at - 1)]!.from;
    const { to } = this.#tokens[Math.min(this.#tokens.length - 1, this.#at + 1)]!;
    return this.refuse(`Syntax error; token: "${text}", near: "${this.#text.slice(from, to)}"`);
  }

  value(): { readonly placeholder: string; readonly value: AttributeValue } {
    const { text } = this.take();
    const value = this.#placeholders.value(text);
    if (value === undefined) {
      throw this.refuse(`An expression attribute value used in expression is not defined; attribute value: ${text}`);
    }
    return { placeholder: text, value };
  }

  path(): Path {
    const path: (string | number)[] = [this.#name()];
    for (;;) {
      if (this.takes('.')) path.push(this.#name());
      else if (this.takes('[')) {
        if (this.next.kind !== 'number') throw this.syntaxError();
        path.push(Number(this.take().text));
        this.expect(']');
      } else return path;
    }
  }

  #name(): string {
    const { kind, text } = this.next;
    if (kind !== 'name' && kind !== '#name') throw this.syntaxError();
    this.take();
    if (kind === 'name') {
      if (isReserved(text)) throw this.refuse(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
      return text;
    }
    const name = this.#placeholders.name(text);
    if (name === undefined) {
      throw this.refuse(
        `An expression attribute name used in the document path is not defined; attribute name: ${text}`,
      );
    }
    return name;
  }
}
