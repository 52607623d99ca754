// No vowels, so that no words come of it, and no digits, so that no account or address does.
const CONSONANTS = 'bcdfghjklmnpqrstvwxz';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Small letters out of drawn bytes. */
export function letters(bytes: Uint8Array, count: number): string {
  return drawn(bytes, count, CONSONANTS);
}

/** What AWS's ids of principals and keys are made of. */
export function base32(bytes: Uint8Array, count: number): string {
  return drawn(bytes, count, BASE32);
}

/** Decimal digits. */
export function digits(bytes: Uint8Array, count: number): string {
  return drawn(bytes, count, '0123456789');
}

function drawn(bytes: Uint8Array, count: number, alphabet: string): string {
  let text = '';
  for (let index = 0; index < count; index += 1) {
    // Two bytes a character, so that each is as likely as the other, however many there are in the alphabet.
    const at = (index * 2) % (bytes.length - 1);
    text += alphabet[((bytes[at]! << 8) | bytes[at + 1]!) % alphabet.length]!;
  }
  return text;
}
