import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacOf } from '../../../../src/load/publish/hmac.ts';

test('texts of any length are authenticated as OpenSSL does it', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.array(fc.string({ unit: 'binary', maxLength: 1_200 }), { maxLength: 4 }),
      (key, texts) => {
        const hmac = hmacOf(key);
        for (const text of texts) {
          expect(hmac(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('a key that is to be hashed first is refused', () => {
  expect(() => hmacOf(new Uint8Array(65))).toThrow(RangeError);
});
