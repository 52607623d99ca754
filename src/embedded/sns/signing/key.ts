import { createPrivateKey, hash, type KeyObject } from 'node:crypto';

/**
 * How far behind its number each prime comes: what it begins at is a hash of its name, and the next prime from there is
 * so many steps of two away. Looking for it again would take longer than most runs.
 */
const PRIMES = { p: 1895n, q: 56n };

const EXPONENT = 65_537n;

let made: KeyObject | undefined;

/** The key that stands in for AWS's: 2,048 bits, the same in each run, and no secret, since whoever can read this has it. */
export function signingKey(): KeyObject {
  return (made ??= makeKey());
}

function makeKey(): KeyObject {
  const [p, q] = [prime('p'), prime('q')];
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const key = {
    kty: 'RSA',
    n: base64(p * q),
    e: base64(EXPONENT),
    d: base64(d),
    p: base64(p),
    q: base64(q),
    dp: base64(d % (p - 1n)),
    dq: base64(d % (q - 1n)),
    qi: base64(inverse(q, p)),
  };
  return createPrivateKey({ key, format: 'jwk' });
}

/** A number of 1,024 bits, the two highest of them set, so that the product has twice as many. */
function prime(name: keyof typeof PRIMES): bigint {
  const digits = [0, 1].map((part) => hash('sha512', `ecreplay SNS ${name}${part}`)).join('');
  return (BigInt(`0x${digits}`) | (3n << 1022n) | 1n) + 2n * PRIMES[name];
}

/** By Euclid: `number` times this is one, as far as the remainder by `modulus` goes. */
function inverse(number: bigint, modulus: bigint): bigint {
  let [before, now] = [modulus, number % modulus];
  let [factorBefore, factor] = [0n, 1n];
  while (now !== 0n) {
    const times = before / now;
    [before, now] = [now, before - times * now];
    [factorBefore, factor] = [factor, factorBefore - times * factor];
  }
  return factorBefore < 0n ? factorBefore + modulus : factorBefore;
}

function base64(number: bigint): string {
  const digits = number.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex').toString('base64url');
}
