import { createPublicKey, hash, sign } from 'node:crypto';
import { bits, integer, objectId, optional, sequence, set, utcTime, utf8 } from './der.ts';
import { signingKey } from './key.ts';

const COMMON_NAME = '2.5.4.3';
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';

let made: string | undefined;

/** The certificate of the key that signs notifications, as PEM. Nobody but itself vouches for it. */
export function certificate(): string {
  return (made ??= makeCertificate());
}

/** Where the certificate is to be had: AWS names it after itself too. */
export function certificatePath(): string {
  return `/SimpleNotificationService-${hash('md5', certificate())}.pem`;
}

/** https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function makeCertificate(): string {
  const key = signingKey();
  const algorithm = sequence(objectId(SHA256_WITH_RSA), Buffer.of(0x05, 0x00));
  const name = sequence(set(sequence(objectId(COMMON_NAME), utf8('sns.amazonaws.com'))));
  const version3 = optional(0, integer(2n));
  const validity = sequence(utcTime('200101000000Z'), utcTime('491231235959Z'));
  const subjectKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const toSign = sequence(version3, integer(1n), algorithm, name, validity, name, subjectKey);
  const signed = sequence(toSign, algorithm, bits(sign('sha256', toSign, key)));
  const lines = signed.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
