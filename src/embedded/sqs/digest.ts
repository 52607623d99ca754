import { createHash, hash } from 'node:crypto';
import type { MessageAttributes } from './message.ts';

export function digestOf(body: string): string {
  return hash('md5', body);
}

/**
 * The digest that SDK clients compare: each attribute in order of its name, every part with its length before it, text marked 1 and bytes 2.
 *
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function digestOfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const md5 = createHash('md5');
  for (const name of names) {
    const { dataType, value } = attributes[name]!;
    md5.update(measured(Buffer.from(name)));
    md5.update(measured(Buffer.from(dataType)));
    md5.update(Uint8Array.of(typeof value === 'string' ? 1 : 2));
    md5.update(measured(typeof value === 'string' ? Buffer.from(value) : value));
  }
  return md5.digest('hex');
}

function measured(bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes.length);
  return Buffer.concat([head, bytes]);
}
