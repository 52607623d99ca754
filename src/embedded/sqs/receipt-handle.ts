import { invalidHandle } from './faults.ts';

/** Makes the handle of one receipt. SQS promises nothing of its inside; ours says whose it is, so that a stranger's is told from an old one. */
export function receiptHandle(queueArn: string, messageId: string, receipt: string): string {
  return Buffer.from(`${receipt} ${queueArn} ${messageId}`).toString('base64');
}

/** The message that a handle of this queue is for. Throws `ReceiptHandleIsInvalid` for anything else. */
export function messageIdOf(handle: string, queueArn: string): string {
  const [, arn, messageId] = Buffer.from(handle, 'base64').toString('utf8').split(' ');
  if (arn !== queueArn || messageId === undefined) throw invalidHandle(handle);
  return messageId;
}
