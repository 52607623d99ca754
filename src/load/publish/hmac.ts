import { hash } from 'node:crypto';

/** SHA-256 reads its input in pieces of this many bytes; a key fills one. */
const BLOCK = 64;

/** Authenticates texts with one key, HMAC-SHA-256, in hexadecimal digits. */
export type Hmac = (text: string) => string;

/**
 * Prepares a key of at most 64 bytes, as RFC 2104 has it.
 *
 * By hand because `createHmac` makes an object of OpenSSL's for each text, which takes twelve microseconds where two hashes take
 * three: at ten thousand requests a second that is a tenth of a core.
 */
export function hmacOf(key: Uint8Array): Hmac {
  if (key.length > BLOCK) throw new RangeError('A key of more than 64 bytes is to be hashed first');
  const outer = Buffer.alloc(BLOCK + 32, 0x5c);
  const inner = Buffer.alloc(1_024, 0x36);
  for (const [at, byte] of key.entries()) {
    outer[at] = byte ^ 0x5c;
    inner[at] = byte ^ 0x36;
  }
  return (text) => {
    const length = BLOCK + Buffer.byteLength(text);
    const message = length <= inner.length ? inner : Buffer.concat([inner.subarray(0, BLOCK)], length);
    message.write(text, BLOCK);
    hash('sha256', message.subarray(0, length), 'buffer').copy(outer, BLOCK);
    return hash('sha256', outer, 'hex');
  };
}
