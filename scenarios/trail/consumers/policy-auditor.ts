import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { S3Event } from 'aws-lambda';

interface TrailRecord {
  readonly eventName: string;
  readonly errorCode?: string;
  readonly requestParameters: { readonly repositoryName: string; readonly policyText: string } | null;
}

const s3 = new S3Client();
const sns = new SNSClient();

/** Reads the log files of a trail, and tells of every repository that has been opened to everybody. */
export async function handler(event: S3Event): Promise<{ readonly opened: readonly string[] }> {
  const opened: string[] = [];
  for (const { s3: place } of event.Records) {
    // Keys come as they stand in URLs. Digests lie beside the log files, and hold no records.
    const Key = decodeURIComponent(place.object.key.replaceAll('+', ' '));
    if (Key.includes('/CloudTrail-Digest/')) continue;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: place.bucket.name, Key }));
    const text = gunzipSync(await Body!.transformToByteArray()).toString('utf8');
    const { Records } = JSON.parse(text) as { readonly Records: readonly TrailRecord[] };
    for (const { eventName, errorCode, requestParameters } of Records) {
      if (eventName !== 'SetRepositoryPolicy' || errorCode !== undefined || requestParameters === null) continue;
      if (isForEverybody(requestParameters.policyText)) opened.push(requestParameters.repositoryName);
    }
  }
  for (const Message of opened) await sns.send(new PublishCommand({ TopicArn: process.env['TOPIC_ARN'], Message }));
  return { opened };
}

function isForEverybody(policyText: string): boolean {
  const { Statement } = JSON.parse(policyText) as {
    readonly Statement: readonly {
      readonly Effect: string;
      readonly Principal?: unknown;
      readonly Condition?: object;
    }[];
  };
  return Statement.some(({ Effect, Principal, Condition }) => Effect === 'Allow' && Principal === '*' && !Condition);
}
