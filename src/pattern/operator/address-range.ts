import { Refusal } from '../refusal.ts';
import { addressDigits, looksLikeAddress } from './address.ts';

/** Addresses from one to another, both included, as the values of hexadecimal digits, of one length. */
export interface AddressRange {
  readonly bottom: Uint8Array;
  readonly top: Uint8Array;
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
  return {
    bottom: digits.map((digit, at) => digit & ~hostOf(at, bits)),
    top: digits.map((digit, at) => digit | hostOf(at, bits)),
  };
}

/** The bits of one digit that belong to the host, where so many bits belong to the network. */
function hostOf(at: number, bits: number): number {
  const own = Math.min(Math.max(bits - at * 4, 0), 4);
  return 15 >>> own;
}

/** Whether a value that has so many digits falls into the range. */
export function inAddressRange({ bottom, top }: AddressRange, digits: Uint8Array, count: number): boolean {
  let overBottom = false;
  let underTop = false;
  for (let at = 0; at < bottom.length; at += 1) {
    if (at >= count) return false;
    const digit = digits[at]!;
    const low: number = overBottom ? 0 : bottom[at]!;
    const high: number = underTop ? 15 : top[at]!;
    if (digit < low || digit > high) return false;
    overBottom ||= digit > low;
    underTop ||= digit < high;
    // AWS's matcher is content as soon as no further digit can lead out of the range, so a version 6 address
    // may fall into a version 4 range and the other way round.
    if (overBottom && underTop) return true;
  }
  return true;
}
