import { checkPrimeSync, createPublicKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { certificate, certificatePath } from '../../../../src/embedded/sns/signing/certificate.ts';
import { signingKey } from '../../../../src/embedded/sns/signing/key.ts';

test('the key is one of 2,048 bits, of two primes', () => {
  const key = signingKey();
  expect(key.asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 65_537n });
  const { p, q } = key.export({ format: 'jwk' });
  for (const each of [p, q]) expect(checkPrimeSync(Buffer.from(each!, 'base64url'))).toBe(true);
});

test('the certificate is of that key, in the name of SNS, and vouches for itself', () => {
  const read = new X509Certificate(certificate());
  const publicKey = createPublicKey(signingKey());
  expect(read.subject).toBe('CN=sns.amazonaws.com');
  expect(read.issuer).toBe(read.subject);
  expect(read.publicKey.equals(publicKey)).toBe(true);
  expect(read.verify(publicKey)).toBe(true);
  expect([read.validFromDate, read.validToDate].map((date) => date.getUTCFullYear())).toEqual([2020, 2049]);
});

test('the certificate has the same name in each run', () => {
  expect(certificatePath()).toBe('/SimpleNotificationService-4afea21ea8c7006c0a6000f26941c9ab.pem');
});
