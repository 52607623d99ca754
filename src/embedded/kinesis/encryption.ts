import type { Stream } from './stream.ts';

/** How answers about the records of a stream say that it is encrypted. */
export function encryption({ keyId }: Stream): object {
  return keyId === undefined ? {} : { EncryptionType: 'KMS' };
}
