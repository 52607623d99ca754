import { hash } from 'node:crypto';
import { notedAttributes } from './message-attributes.ts';
import { wordingFor, type Message } from './message.ts';
import type { Subscription } from './subscription.ts';

/** What stands in a notification beside the message itself. */
export interface Seal {
  readonly region: string;
  /** `1` or `2`, as the topic has it. */
  readonly signatureVersion: string;
}

/** The body that queues, HTTP endpoints and delivery streams get, laid out as SNS does: a member a line, a space before each colon. */
export function notification(message: Message, subscription: Subscription, seal: Seal): string {
  const { messageId, sequenceNumber, topicArn, subject, attributes } = message;
  const timestamp = new Date(message.publishedAt).toISOString();
  const members: Readonly<Record<string, string | undefined>> = {
    Type: 'Notification',
    MessageId: messageId,
    SequenceNumber: sequenceNumber,
    TopicArn: topicArn,
    Subject: subject,
    Message: wordingFor(message, subscription.protocol),
    Timestamp: timestamp,
    // A FIFO topic's notifications are not signed.
    ...(sequenceNumber === undefined && sealed(seal, messageId)),
    UnsubscribeURL: unsubscribeUrl(subscription.arn, seal.region),
  };
  const lines = linesOf(members);
  const noted = Object.entries(notedAttributes(attributes)).map(
    ([name, attribute]) => `    ${JSON.stringify(name)} : ${JSON.stringify(attribute)}`,
  );
  if (noted.length > 0) lines.push(`  "MessageAttributes" : {\n${noted.join(',\n')}\n  }`);
  return `{\n${lines.join(',\n')}\n}`;
}

/** What an HTTP endpoint gets that has yet to say that it wants notifications. */
export function confirmationRequest(
  { topicArn, token }: Subscription,
  messageId: string,
  at: number,
  endpoint: string,
  seal: Seal,
): string {
  const lines = linesOf({
    Type: 'SubscriptionConfirmation',
    MessageId: messageId,
    Token: token,
    TopicArn: topicArn,
    Message: `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: `${endpoint}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`,
    Timestamp: new Date(at).toISOString(),
    ...sealed(seal, messageId),
  });
  return `{\n${lines.join(',\n')}\n}`;
}

/** The event of a function that subscribes. Its `Url`s are spelt otherwise than a notification's. */
export function lambdaEvent(message: Message, subscription: Subscription, seal: Seal): string {
  const { messageId, topicArn, subject, attributes } = message;
  const { Signature, SigningCertURL } = sealed(seal, messageId);
  const Sns = {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Subject: subject ?? null,
    Message: wordingFor(message, 'lambda'),
    Timestamp: new Date(message.publishedAt).toISOString(),
    // Always 1, whatever the topic has.
    SignatureVersion: '1',
    Signature,
    SigningCertUrl: SigningCertURL,
    UnsubscribeUrl: unsubscribeUrl(subscription.arn, seal.region),
    MessageAttributes: notedAttributes(attributes),
  };
  const record = { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscription.arn, Sns };
  return JSON.stringify({ Records: [record] });
}

/** The fields of a signature. It cannot be verified: nobody but AWS has the key. */
function sealed(
  { region, signatureVersion }: Seal,
  messageId: string,
): Readonly<Record<'SignatureVersion' | 'Signature' | 'SigningCertURL', string>> {
  const bytes = Buffer.concat([0, 1, 2, 3].map((part) => hash('sha512', `${part}${messageId}`, 'buffer')));
  return {
    SignatureVersion: signatureVersion,
    Signature: bytes.toString('base64'),
    SigningCertURL: `https://sns.${region}.amazonaws.com/SimpleNotificationService-${'0'.repeat(32)}.pem`,
  };
}

function unsubscribeUrl(arn: string, region: string): string {
  return `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${arn}`;
}

function linesOf(members: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`);
}
