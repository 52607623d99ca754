import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

await new SNSClient({}).send(
  new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-2:123456789012:started', Message: 'up' }),
);
await fetch('https://example.com/config').catch(() => undefined);

export function handler() {
  return 'done';
}
