import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { EventBridgeEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';

interface ImageAction {
  readonly 'repository-name': string;
  readonly 'image-tag': string;
}

const ssm = new SSMClient({});

/** Notes the newest release of each repository. What cannot be noted stays in the queue. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const { body, messageId } of Records) {
    try {
      const { detail } = JSON.parse(body) as EventBridgeEvent<'ECR Image Action', ImageAction>;
      await ssm.send(
        new PutParameterCommand({
          Name: `/releases/${detail['repository-name']}`,
          Value: detail['image-tag'],
          Type: 'String',
          Overwrite: true,
        }),
      );
    } catch {
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
