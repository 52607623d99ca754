import { sign } from 'node:crypto';
import { signingKey } from './key.ts';

/** What is signed of a message, and in which order; https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
const SIGNED = ['Message', 'MessageId', 'SubscribeURL', 'Subject', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const;

/** The members of a message that are signed, as far as it has them. */
export type Signed = Readonly<Partial<Record<(typeof SIGNED)[number], string | undefined>>>;

/** Signs a message by version `1` (SHA-1) or `2` (SHA-256). */
export function signatureOf(message: Signed, version: string): string {
  const text = SIGNED.flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`])).join('');
  return sign(version === '2' ? 'sha256' : 'sha1', Buffer.from(text), signingKey()).toString('base64');
}
