import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Waits for an answer, and fails with it, so that the server tells what it was. */
export async function handler(): Promise<void> {
  const QueueUrl = `${process.env['AWS_ENDPOINT_URL']}/123456789012/answers`;
  const { Messages: [answer] = [] } = await new SQSClient({}).send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }),
  );
  throw new Error(answer?.Body ?? 'nothing');
}
