import type { Instant } from '../../clock.ts';
import type { MessageAttributes } from '../sqs/message.ts';

/** What somebody wants to be published. */
export interface Publication {
  readonly message: string;
  readonly subject?: string | undefined;
  readonly attributes?: MessageAttributes | undefined;
  /** The message in other words for some protocols, by their names: what `MessageStructure: json` gives. */
  readonly byProtocol?: Readonly<Record<string, string>> | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
}

/** What the publisher learns. */
export interface Published {
  readonly messageId: string;
  /** Of a FIFO topic only. */
  readonly sequenceNumber: string | undefined;
}

/** A message on its way to the subscribers. */
export interface Message extends Publication, Published {
  readonly topicArn: string;
  readonly attributes: MessageAttributes;
  readonly publishedAt: Instant;
  /** Of one that comes again, out of the topic's archive. */
  readonly replayed?: boolean;
}

/** The message as one protocol has it. */
export function wordingFor(message: Publication, protocol: string): string {
  return message.byProtocol?.[protocol] ?? message.message;
}
