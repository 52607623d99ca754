import { invalid } from './refuse.ts';

/** A number of DynamoDB's: 38 digits, wherever the point stands. Its value is `digits` × 10^`exponent`; no digit at the end is 0. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MOST_DIGITS = 38;
const LARGEST = 125;
const SMALLEST = -130;

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

/** Reads a number. Throws what DynamoDB answers to one that it cannot hold. */
export function readDecimal(text: string): Decimal {
  const [whole, sign, before = '', after = '', power = '0'] = NUMBER.exec(text.trim()) ?? [];
  if (whole === undefined || before.length + after.length === 0) {
    throw invalid(
      text === ''
        ? 'The parameter cannot be converted to a numeric value'
        : `The parameter cannot be converted to a numeric value: ${text}`,
    );
  }
  const digits = (before + after).replace(/^0+/, '');
  const exponent = Number(power) - after.length;
  return held(BigInt(`${sign === '-' ? '-' : ''}${digits === '' ? '0' : digits}`), exponent);
}

/** The number without zeros at its end, if DynamoDB can hold it. */
function held(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits: 0n, exponent: 0 };
  const text = String(digits).replace('-', '');
  const kept = text.replace(/0+$/, '');
  const magnitude = exponent + text.length - 1;
  if (magnitude > LARGEST) {
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (magnitude < SMALLEST) {
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  }
  if (kept.length > MOST_DIGITS) throw invalid('Attempting to store more than 38 significant digits in a Number');
  const zeros = text.length - kept.length;
  return { digits: zeros === 0 ? digits : digits / 10n ** BigInt(zeros), exponent: exponent + zeros };
}

/** A number as DynamoDB gives it: every digit, without an exponent. */
export function writeDecimal({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = String(digits).replace('-', '');
  if (exponent >= 0) return digits === 0n ? '0' : sign + text + '0'.repeat(exponent);
  const point = text.length + exponent;
  return point > 0 ? `${sign}${text.slice(0, point)}.${text.slice(point)}` : `${sign}0.${'0'.repeat(-point)}${text}`;
}

/** Below 0, 0 or above, as for sorting. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Throws what DynamoDB answers where the sum cannot be held. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const [x, y] = aligned(a, b);
  return held(x + y, Math.min(a.exponent, b.exponent));
}

export function negated({ digits, exponent }: Decimal): Decimal {
  return { digits: -digits, exponent };
}

/** How many bytes a number takes: two digits a byte, and one for where the point is. */
export function bytesOfDecimal({ digits }: Decimal): number {
  const length = String(digits).replace('-', '').length;
  return Math.ceil(length / 2) + 1 + (digits < 0n ? 1 : 0);
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [a.digits * 10n ** BigInt(a.exponent - exponent), b.digits * 10n ** BigInt(b.exponent - exponent)];
}
