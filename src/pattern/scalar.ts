/** A number of an event that no double holds exactly: it equals only its own spelling. */
export class RawNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A leaf of an event. Numbers are compared by value, so a number of the event is a number here wherever that is exact. */
export type Scalar = string | number | boolean | null | RawNumber;

/** Reads a number as JSON spells it. */
export function readNumber(text: string): number | RawNumber {
  return comparableNumber(text) ?? new RawNumber(text);
}

/** The value of a number that is the same decimal before and after a double, else nothing: AWS compares no others. */
export function comparableNumber(text: string): number | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  if (text.length > 15 || exponentAt(text) >= 0) {
    const spelled = spell(value);
    if (spelled !== text) {
      const written = decimalOf(text);
      if (written === undefined || written !== decimalOf(spelled)) return undefined;
    }
  }
  return value === 0 ? 0 : value;
}

/** The powers of ten that AWS's number reader takes have 31 bits. */
const LARGEST_POWER = 0x7fffffff;

/** Whether AWS's number reader does not get as far as to a number. */
export function exceedsLimits(text: string): boolean {
  const [, power = '0'] = /[eE]([+-]?\d+)$/.exec(text) ?? [];
  return Math.abs(Number(power)) > LARGEST_POWER;
}

/** The decimal that AWS takes a double for: the shortest that leads back to it, but never of a single digit. */
function spell(value: number): string {
  const shortest = String(value);
  const second = value < 0 ? 2 : 1;
  const single = shortest.length === second || shortest.charCodeAt(second) === LETTER_E;
  return single ? value.toExponential(1) : shortest;
}

const LETTER_E = 0x65;
const DIGIT_0 = 0x30;

/** One spelling for each decimal: sign, digits without outer zeros, power of ten. Goes through long numbers once. */
function decimalOf(text: string): string | undefined {
  const mark = exponentAt(text);
  const power = mark < 0 ? 0 : Number(text.slice(mark + 1));
  if (Math.abs(power) > LARGEST_POWER) return undefined;
  const end = mark < 0 ? text.length : mark;
  const dot = text.indexOf('.');
  const sign = text.startsWith('-') ? '-' : '';
  const digits = dot < 0 ? text.slice(sign.length, end) : text.slice(sign.length, dot) + text.slice(dot + 1, end);
  let to = digits.length;
  while (to > 0 && digits.charCodeAt(to - 1) === DIGIT_0) to -= 1;
  let from = 0;
  while (from < to && digits.charCodeAt(from) === DIGIT_0) from += 1;
  if (from === to) return '0';
  const exponent = power - (dot < 0 ? 0 : end - dot - 1) + (digits.length - to);
  return `${sign}${digits.slice(from, to)}e${exponent}`;
}

function exponentAt(text: string): number {
  const small = text.indexOf('e');
  return small < 0 ? text.indexOf('E') : small;
}
