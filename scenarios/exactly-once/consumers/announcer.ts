import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Context, EventBridgeEvent } from 'aws-lambda';

interface ImageAction {
  readonly 'repository-name': string;
  readonly 'image-digest': string;
  readonly 'image-tag': string;
}

type Pushed = EventBridgeEvent<'ECR Image Action', ImageAction>;

const sns = new SNSClient({});
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: process.env['TABLE_NAME'] ?? '' });
// The id of an event stays the same, however often it is delivered.
const config = new IdempotencyConfig({ eventKeyJmesPath: 'id' });

async function announce(event: Pushed) {
  const { 'repository-name': repository, 'image-tag': tag } = event.detail;
  await sns.send(
    new PublishCommand({ TopicArn: process.env['TOPIC_ARN'], Message: `${repository}:${tag} has been released` }),
  );
  return { announced: `${repository}:${tag}` };
}

/** Announces each release once. */
export const handler = makeIdempotent((event: Pushed, _context: Context) => announce(event), {
  persistenceStore,
  config,
});

/** The same without a table, which announces a release as often as EventBridge tells of it. */
export const unguarded = announce;
