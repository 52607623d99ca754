import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { EventBridgeEvent } from 'aws-lambda';

interface ImageScan {
  readonly 'scan-status': string;
  readonly 'repository-name': string;
  readonly 'image-digest'?: string;
  readonly 'image-tags'?: readonly string[];
  readonly 'finding-severity-counts'?: Readonly<Record<string, number>>;
}

const sns = new SNSClient({});

/** Tells the team of critical findings, and of scans that failed. */
export async function handler(event: EventBridgeEvent<'ECR Image Scan', ImageScan>) {
  const { detail } = event;
  // A severity may be absent or 0, and a failed scan has no counts at all.
  const critical = detail['finding-severity-counts']?.['CRITICAL'] ?? 0;
  const failed = detail['scan-status'] !== 'COMPLETE';
  if (critical === 0 && !failed) return { notified: false };

  // Several tags can name one digest, or none.
  const image = `${detail['repository-name']}${detail['image-tags']?.[0] === undefined ? `@${detail['image-digest']}` : `:${detail['image-tags'][0]}`}`;
  await sns.send(
    new PublishCommand({
      TopicArn: process.env['TOPIC_ARN'],
      Subject: failed
        ? `Scan of ${image} failed`.slice(0, 100)
        : `${critical} critical findings in ${image}`.slice(0, 100),
      Message: JSON.stringify(detail),
    }),
  );
  return { notified: true };
}
