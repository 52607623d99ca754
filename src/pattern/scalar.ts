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
  if (text.length > 15 || /[eE]/.test(text)) {
    const written = decimalOf(text);
    if (written === undefined || written !== decimalOf(spell(value))) return undefined;
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
  return /^-?\d(?:e|$)/.test(shortest) ? value.toExponential(1) : shortest;
}

/** One spelling for each decimal: sign, digits without outer zeros, power of ten. */
function decimalOf(text: string): string | undefined {
  const [, sign = '', integer = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (Math.abs(Number(power)) > LARGEST_POWER) return undefined;
  const all = integer + fraction;
  const significant = all.replace(/0+$/, '');
  const exponent = Number(power) - fraction.length + (all.length - significant.length);
  const digits = significant.replace(/^0+/, '');
  return digits === '' ? '0' : `${sign}${digits}e${exponent}`;
}
