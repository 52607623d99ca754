import { Refusal } from '../refusal.ts';
import { addressDigits, looksLikeAddress } from './address.ts';

/** Addresses from one to another, both included, as hexadecimal digits of one length. */
export interface AddressRange {
  readonly bottom: string;
  readonly top: string;
}

/** Reads `10.0.0.0/8` and its like; bits of the host are allowed, a range of a single address is not. */
export function parseCidr(text: string): AddressRange {
  const parts = text.split('/');
  while (parts.at(-1) === '' && parts.length > 1) parts.pop();
  const [address = '', mask = ''] = parts;
  if (parts.length !== 2) throw new Refusal("Malformed CIDR, one '/' required");
  if (!/^[+-]?\p{Nd}+$/u.test(mask) || Math.abs(Number(mask)) > 0x7fffffff)
    throw new Refusal('Malformed CIDR, mask bits must be an integer');
  const bits = Number(mask);
  if (bits < 0) throw new Refusal('Malformed CIDR, mask bits must not be negative');
  const digits = addressDigits(address);
  if (digits === undefined)
    throw new Refusal(`${looksLikeAddress(address) ? 'Invalid' : 'Nonstandard'} IP address: ${address}`);
  if (digits.length === 8 && bits > 31) throw new Refusal('IPv4 mask bits must be < 32');
  if (bits > 127) throw new Refusal('IPv6 mask bits must be < 128');
  const value = BigInt(`0x${digits}`);
  const host = (1n << BigInt(digits.length * 4 - bits)) - 1n;
  return { bottom: spell(value & ~host, digits.length), top: spell(value | host, digits.length) };
}

/** Whether the digits of a value fall into the range. */
export function inAddressRange(range: AddressRange, digits: string): boolean {
  let overBottom = false;
  let underTop = false;
  for (let index = 0; index < range.bottom.length; index += 1) {
    if (index >= digits.length) return false;
    const digit = digits.charCodeAt(index);
    const low: number = overBottom ? DIGIT_0 : range.bottom.charCodeAt(index);
    const high: number = underTop ? DIGIT_F : range.top.charCodeAt(index);
    if (digit < low || digit > high || (digit > DIGIT_9 && digit < DIGIT_A)) return false;
    overBottom ||= digit > low;
    underTop ||= digit < high;
    // AWS's matcher is content as soon as no further digit can lead out of the range, so a version 6 address
    // may fall into a version 4 range and the other way round.
    if (overBottom && underTop) return true;
  }
  return true;
}

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const DIGIT_A = 0x41;
const DIGIT_F = 0x46;

function spell(value: bigint, length: number): string {
  return value.toString(16).toUpperCase().padStart(length, '0');
}
