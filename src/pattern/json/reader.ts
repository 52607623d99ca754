// A pull reader of JSON text that stops, moves and complains as AWS's does (Jackson's character reader).
// It is one state machine over one text; splitting it further would tear the cursor apart, so it is long.
import { Refusal } from '../refusal.ts';
import { wordLocation } from './location.ts';
import type { Spot } from './location.ts';
import { decodeEscape } from './escape.ts';
import { describeCharacter, isIdentifierPart, isIdentifierStart } from './character.ts';

/** What the reader stands on. `end` is only ever seen outside of all values. */
export type Token =
  | 'start'
  | 'object'
  | 'end-object'
  | 'array'
  | 'end-array'
  | 'name'
  | 'string'
  | 'number'
  | 'true'
  | 'false'
  | 'null'
  | 'end';

interface Scope {
  readonly kind: 'root' | 'Object' | 'Array';
  readonly start: Spot;
  entries: number;
}

const DEEPEST = 1000;
const LONGEST_NUMBER = 1000;
const LONGEST_TOKEN_SHOWN = 256;
const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/** Reads JSON text a token at a time; `refuse` and every syntax error carry the place that AWS reports. */
export class Reader {
  readonly #text: string;
  readonly #scopes: Scope[] = [{ kind: 'root', start: { line: 1, column: 0 }, entries: 0 }];
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #token: Token = 'start';
  #value = '';
  /** The value behind a name, which is read together with the name. */
  #pending: Token = 'start';
  #pendingSpot: Spot = { line: 1, column: 0 };
  /** A string whose end has not been looked for yet: AWS reports the place behind its opening quote until then. */
  #unfinished = false;

  constructor(text: string) {
    this.#text = text;
  }

  get token(): Token {
    return this.#token;
  }

  /** The text of the current token: a name, a string's content, a number as written, or the bracket or word itself. */
  get text(): string {
    if (this.#unfinished) this.#finishString();
    return this.#value;
  }

  next(): Token {
    this.#token = this.#advance();
    return this.#token;
  }

  /** Refuses the pattern at the place reached so far. */
  refuse(message: string): never {
    throw new Refusal(`${message}\n at ${wordLocation(this.#text, this.#here())}`);
  }

  #advance(): Token {
    if (this.#token === 'name') return this.#enterPending();
    if (this.#unfinished) this.#finishString();
    let code = this.#skipSpace();
    if (code < 0) return 'end';
    if (code === 0x5d || code === 0x7d) return this.#close(code);
    const scope = this.#scope();
    if (scope.kind !== 'root' && scope.entries++ > 0) code = this.#skipComma(code);
    if (scope.kind !== 'Object') {
      this.#pendingSpot = this.#spotBehind();
      const token = this.#readValue(code);
      if (token === 'object' || token === 'array') this.#open(token);
      return token;
    }
    const name = this.#readName(code);
    code = this.#skipColon();
    this.#pendingSpot = this.#spotBehind();
    this.#pending = this.#readValue(code);
    this.#pendingValue = this.#value;
    this.#value = name;
    return 'name';
  }

  #pendingValue = '';

  #enterPending(): Token {
    this.#value = this.#pendingValue;
    if (this.#pending === 'string') this.#unfinished = true;
    if (this.#pending === 'object' || this.#pending === 'array') this.#open(this.#pending);
    return this.#pending;
  }

  #open(token: 'object' | 'array'): void {
    this.#scopes.push({
      kind: token === 'object' ? 'Object' : 'Array',
      start: this.#pendingSpot,
      entries: 0,
    });
    const depth = this.#scopes.length - 1;
    if (depth > DEEPEST) {
      throw new Refusal(
        `Document nesting depth (${depth}) exceeds the maximum allowed (${DEEPEST}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`,
      );
    }
  }

  #close(code: number): Token {
    const scope = this.#scope();
    const wanted = code === 0x7d ? 'Object' : 'Array';
    this.#value = code === 0x7d ? '}' : ']';
    if (scope.kind === 'root')
      this.#refuseBehind(`Unexpected close marker '${this.#value}': no open ${wanted} to close`);
    if (scope.kind !== wanted) {
      const other = code === 0x7d ? ']' : '}';
      const start = wordLocation(this.#text, scope.start);
      this.#refuseBehind(
        `Unexpected close marker '${this.#value}': expected '${other}' (for ${scope.kind} starting at ${start})`,
      );
    }
    this.#scopes.pop();
    return code === 0x7d ? 'end-object' : 'end-array';
  }

  #readValue(code: number): Token {
    switch (code) {
      case 0x22:
        this.#unfinished = this.#scope().kind !== 'Object';
        return 'string';
      case 0x5b:
        this.#value = '[';
        return 'array';
      case 0x7b:
        this.#value = '{';
        return 'object';
      case 0x7d:
        return this.#unexpected(code, 'expected a value');
      case 0x74:
        return this.#readWord('true');
      case 0x66:
        return this.#readWord('false');
      case 0x6e:
        return this.#readWord('null');
      case 0x2d:
        return this.#readNegative();
      default:
        return isDigit(code) ? this.#readNumber(this.#at - 1) : this.#oddValue(code);
    }
  }

  #readName(code: number): string {
    if (code !== 0x22) this.#unexpected(code, 'was expecting double-quote to start field name');
    return this.#readQuoted('name', ' in field name');
  }

  #finishString(): void {
    this.#unfinished = false;
    this.#value = this.#readQuoted('string value', ': was expecting closing quote for a string value');
  }

  /** Reads up to the closing quote. */
  #readQuoted(where: string, atEnd: string): string {
    const text = this.#text;
    let result = '';
    let from = this.#at;
    while (true) {
      if (this.#at >= text.length) this.#endOfInput(atEnd);
      const code = text.charCodeAt(this.#at++);
      if (code === 0x22) return result + text.slice(from, this.#at - 1);
      if (code === 0x5c) {
        result += text.slice(from, this.#at - 1) + this.#readEscape();
        from = this.#at;
      } else if (code < 0x20) {
        this.#refuseBehind(
          `Illegal unquoted character (${describeCharacter(code)}): has to be escaped using backslash to be included in ${where}`,
        );
      }
    }
  }

  #readEscape(): string {
    const escape = decodeEscape(this.#text, this.#at);
    this.#at = escape.end;
    if (escape.kind === 'character') return escape.character;
    if (escape.kind === 'cut') this.#endOfInput(' in character escape sequence');
    if (escape.kind === 'not-hex') this.#unexpected(escape.code, 'expected a hex-digit for character escape sequence');
    return this.#refuseBehind(`Unrecognized character escape ${describeCharacter(escape.code)}`);
  }

  #readWord(word: 'true' | 'false' | 'null'): Token {
    this.#matchWord(word, 1);
    this.#value = word;
    return word;
  }

  /** Goes on reading `word`, whose first `matched` characters have been read. */
  #matchWord(word: string, matched: number): void {
    for (let index = matched; index < word.length; index += 1, this.#at += 1) {
      if (this.#text.charCodeAt(this.#at) !== word.charCodeAt(index)) this.#unknownWord(word.slice(0, index));
    }
    const code = this.#text.charCodeAt(this.#at);
    if (code >= 0x30 && isIdentifierPart(code)) this.#unknownWord(word);
  }

  #unknownWord(matched: string): never {
    const spot = { line: this.#line, column: this.#at - matched.length - this.#lineStart + 1 };
    let word = matched;
    while (this.#at < this.#text.length && isIdentifierPart(this.#text.charCodeAt(this.#at))) {
      word += this.#text[this.#at++];
      if (word.length >= LONGEST_TOKEN_SHOWN) {
        word += '...';
        break;
      }
    }
    throw new Refusal(`Unrecognized token '${word}': was expecting ${VALUES}\n at ${wordLocation(this.#text, spot)}`);
  }

  #readNegative(): Token {
    const start = this.#at - 1;
    if (this.#at >= this.#text.length) return this.#endOfInput('No digit following sign');
    const code = this.#text.charCodeAt(this.#at);
    if (isDigit(code)) return this.#readNumber(start);
    this.#at += 1;
    return code === 0x2e ? this.#oddValue(code) : this.#noNumber(code, '-');
  }

  #noNumber(first: number, sign: '-' | '+'): never {
    let code = first;
    if (code === 0x49) {
      if (this.#at >= this.#text.length) this.#endOfInput(' in a Number value');
      code = this.#text.charCodeAt(this.#at++);
      if (code === 0x4e) this.#nonStandard(`${sign}INF`, 3);
      if (code === 0x6e) this.#nonStandard(`${sign}Infinity`, 3);
    }
    if (sign === '+') {
      this.#oddDigit(
        0x2b,
        'JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow',
      );
    }
    return this.#oddDigit(code, 'expected digit (0-9) to follow minus sign, for valid numeric value');
  }

  #nonStandard(word: string, matched: number): never {
    this.#matchWord(word, matched);
    return this.refuse(`Non-standard token '${word}': enable \`JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS\` to allow`);
  }

  /** Reads the number that begins at `start`, sign included; the cursor may stand anywhere in its first two characters. */
  #readNumber(start: number): Token {
    const text = this.#text;
    const integer = start + (text.charCodeAt(start) === 0x2d ? 1 : 0);
    let end = skipDigits(text, integer);
    if (text.charCodeAt(integer) === 0x30 && end > integer + 1) {
      this.#at = integer + 1;
      this.refuse('Invalid numeric value: Leading zeroes not allowed');
    }
    let digits = end - integer;
    let marker = -1;
    if (text.charCodeAt(end) === 0x2e) {
      marker = end;
      const fraction = skipDigits(text, end + 1);
      if (fraction === end + 1) this.#cutNumber(integer, marker, fraction, 'Decimal point not followed by a digit');
      digits += fraction - end - 1;
      end = fraction;
    }
    if ((text.charCodeAt(end) | 0x20) === 0x65) {
      if (marker < 0) marker = end;
      const sign = text.charCodeAt(end + 1);
      const from = end + 1 + (sign === 0x2b || sign === 0x2d ? 1 : 0);
      const exponent = skipDigits(text, from);
      if (exponent === from) {
        if (from >= text.length) {
          this.#at = text.length;
          this.#endOfInput('expected a digit for number exponent');
        }
        this.#cutNumber(integer, marker, exponent, 'Exponent indicator not followed by a digit');
      }
      digits += exponent - from;
      end = exponent;
    }
    this.#at = end;
    if (this.#scope().kind === 'root' && end < text.length) this.#spaceAfterRoot();
    if (digits > LONGEST_NUMBER) {
      throw new Refusal(
        `Number value length (${digits}) exceeds the maximum allowed (${LONGEST_NUMBER}, from \`StreamReadConstraints.getMaxNumberLength()\`)`,
      );
    }
    this.#value = text.slice(start, end);
    return 'number';
  }

  /** AWS's reader has a quick and a thorough way through numbers, and they report different places. */
  #cutNumber(integer: number, marker: number, end: number, message: string): never {
    const thorough = this.#text.charCodeAt(integer) === 0x30 || end >= this.#text.length;
    const code = this.#text.charCodeAt(Math.min(end, this.#text.length - 1));
    this.#at = thorough ? Math.min(end + 1, this.#text.length) : marker + 1;
    return this.#oddDigit(code, message);
  }

  #spaceAfterRoot(): void {
    const code = this.#text.charCodeAt(this.#at);
    this.#at += 1;
    if (code === 0x20 || code === 0x09) return;
    if (code === 0x0d) {
      this.#at -= 1;
    } else if (code === 0x0a) {
      this.#newLine();
    } else {
      this.#unexpected(code, 'Expected space separating root-level values');
    }
  }

  #oddValue(code: number): never {
    if (code === 0x4e) this.#nonStandard('NaN', 1);
    if (code === 0x49) this.#nonStandard('Infinity', 1);
    if (code === 0x2b) {
      if (this.#at >= this.#text.length) this.#endOfInput(' in a Number value');
      this.#noNumber(this.#text.charCodeAt(this.#at++), '+');
    }
    if (isIdentifierStart(code)) this.#unknownWord(String.fromCharCode(code));
    return this.#unexpected(code, `expected a valid value ${VALUES}`);
  }

  /** Skips white space and returns the code behind it, or -1 at the end of the text. */
  #skipSpace(): number {
    const code = this.#visible();
    if (code >= 0) return code;
    const scope = this.#scope();
    if (scope.kind === 'root') return -1;
    return this.#endOfInput(
      `: expected close marker for ${scope.kind} (start marker at ${wordLocation(this.#text, scope.start)})`,
    );
  }

  #skipComma(code: number): number {
    const { kind } = this.#scope();
    if (code !== 0x2c) this.#unexpected(code, `was expecting comma to separate ${kind} entries`);
    const next = this.#visible();
    return next >= 0 ? next : this.#endOfInput(` within/between ${kind} entries`);
  }

  #skipColon(): number {
    const code = this.#visible();
    if (code >= 0 && code !== 0x3a) this.#unexpected(code, 'was expecting a colon to separate field name and value');
    const next = code < 0 ? code : this.#visible();
    return next >= 0 ? next : this.#endOfInput(' within/between Object entries');
  }

  /** The next code that is not white space, consumed; -1 at the end of the text. */
  #visible(): number {
    while (this.#at < this.#text.length) {
      const code = this.#text.charCodeAt(this.#at++);
      if (code === 0x2f) {
        this.#unexpected(
          code,
          "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)",
        );
      }
      if (code > 0x20) return code;
      if (code === 0x0a) {
        this.#newLine();
      } else if (code === 0x0d) {
        if (this.#text.charCodeAt(this.#at) === 0x0a) this.#at += 1;
        this.#newLine();
      } else if (code !== 0x20 && code !== 0x09) {
        const hint =
          code === 0x1e
            ? ' (consider enabling `JsonReadFeature.ALLOW_RS_CONTROL_CHAR` to allow use of Record Separators (\\u001E))'
            : '';
        this.refuse(
          `Illegal character (${describeCharacter(code)}): only regular white space (\\r, \\n, \\t) is allowed between tokens${hint}`,
        );
      }
    }
    return -1;
  }

  #newLine(): void {
    this.#line += 1;
    this.#lineStart = this.#at;
  }

  #unexpected(code: number, wanted: string): never {
    return this.#refuseBehind(`Unexpected character (${describeCharacter(code)}): ${wanted}`);
  }

  #oddDigit(code: number, wanted: string): never {
    return this.#refuseBehind(`Unexpected character (${describeCharacter(code)}) in numeric value: ${wanted}`);
  }

  #endOfInput(where: string): never {
    return this.refuse(`Unexpected end-of-input${where}`);
  }

  /** Refuses at the character just consumed. */
  #refuseBehind(message: string): never {
    throw new Refusal(`${message}\n at ${wordLocation(this.#text, this.#spotBehind())}`);
  }

  #scope(): Scope {
    return this.#scopes.at(-1) ?? raiseNoScope();
  }

  #here(): Spot {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }

  #spotBehind(): Spot {
    return { line: this.#line, column: this.#at - this.#lineStart };
  }
}

function raiseNoScope(): never {
  throw new Error('the root scope is never closed');
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function skipDigits(text: string, from: number): number {
  let end = from;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end;
}
