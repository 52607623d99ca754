import { notedAttributes } from './message-attributes.ts';
import { wordingFor, type Message } from './message.ts';
import { certificatePath } from './signing/certificate.ts';
import { signatureOf, type Signed } from './signing/sign.ts';
import type { Subscription } from './subscription.ts';

/** What stands in a notification beside the message itself. */
export interface Seal {
  /** `1` or `2`, as the topic has it. */
  readonly signatureVersion: string;
}

/** The body that queues, HTTP endpoints and delivery streams get, laid out as SNS does: a member a line, a space before each colon. */
export function notification(message: Message, subscription: Subscription, { signatureVersion }: Seal): string {
  const { messageId, sequenceNumber, topicArn, subject, attributes } = message;
  const signed = {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Subject: subject,
    Message: wordingFor(message, subscription.protocol),
    Timestamp: new Date(message.publishedAt).toISOString(),
  };
  const { Type, MessageId, ...others } = signed;
  const members: Readonly<Record<string, string | undefined>> = {
    Type,
    MessageId,
    SequenceNumber: sequenceNumber,
    ...others,
    // A FIFO topic's notifications are not signed.
    ...(sequenceNumber === undefined && {
      SignatureVersion: signatureVersion,
      Signature: signedOnce(message, signed, signatureVersion),
      SigningCertURL: subscription.reach + certificatePath(),
    }),
    UnsubscribeURL: unsubscribeUrl(subscription),
  };
  const lines = linesOf(members);
  if (message.replayed === true) lines.push('  "Replayed" : true');
  const noted = Object.entries(notedAttributes(attributes)).map(
    ([name, attribute]) => `    ${JSON.stringify(name)} : ${JSON.stringify(attribute)}`,
  );
  if (noted.length > 0) lines.push(`  "MessageAttributes" : {\n${noted.join(',\n')}\n  }`);
  return `{\n${lines.join(',\n')}\n}`;
}

/** What an HTTP endpoint gets that has yet to say that it wants notifications. */
export function confirmationRequest(
  { topicArn, token, reach }: Subscription,
  messageId: string,
  at: number,
  { signatureVersion }: Seal,
): string {
  const signed = {
    Type: 'SubscriptionConfirmation',
    MessageId: messageId,
    Token: token,
    TopicArn: topicArn,
    Message: `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: `${reach}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`,
    Timestamp: new Date(at).toISOString(),
  };
  const lines = linesOf({
    ...signed,
    SignatureVersion: signatureVersion,
    Signature: signatureOf(signed, signatureVersion),
    SigningCertURL: reach + certificatePath(),
  });
  return `{\n${lines.join(',\n')}\n}`;
}

/** The event of a function that subscribes. Its `Url`s are spelt otherwise than a notification's. */
export function lambdaEvent(message: Message, subscription: Subscription): string {
  const { messageId, topicArn, subject, attributes } = message;
  const signed = {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Subject: subject,
    Message: wordingFor(message, 'lambda'),
    Timestamp: new Date(message.publishedAt).toISOString(),
  };
  const Sns = {
    ...signed,
    Subject: subject ?? null,
    // Always 1, whatever the topic has.
    SignatureVersion: '1',
    Signature: signedOnce(message, signed, '1'),
    SigningCertUrl: subscription.reach + certificatePath(),
    UnsubscribeUrl: unsubscribeUrl(subscription),
    MessageAttributes: notedAttributes(attributes),
  };
  const record = { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscription.arn, Sns };
  return JSON.stringify({ Records: [record] });
}

/** The same message goes out to many in the same words: it is signed once. */
const signatures = new WeakMap<Message, Map<string, string>>();

function signedOnce(message: Message, signed: Signed, version: string): string {
  let known = signatures.get(message);
  if (known === undefined) signatures.set(message, (known = new Map()));
  const key = `${version} ${signed.Message ?? ''}`;
  const signature = known.get(key) ?? signatureOf(signed, version);
  known.set(key, signature);
  return signature;
}

function unsubscribeUrl({ arn, reach }: Subscription): string {
  return `${reach}/?Action=Unsubscribe&SubscriptionArn=${arn}`;
}

function linesOf(members: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`);
}
