import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ECSClient } from '@aws-sdk/client-ecs';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { watch, type Call, type Witness } from './watch.ts';

/** What a function does with its event; what it throws is the function's error. */
export type Code = (event: unknown) => unknown;

/** An account in which there is nothing yet, and AWS's own clients that know of no other. */
export interface Account extends Clients, AsyncDisposable {
  /** Twelve digits. */
  readonly id: string;
  readonly region: string;
  readonly arn: (service: string, resource: string) => string;
  /** Makes a function of this code. Only where Lambda runs. */
  readonly define: (name: string, code: Code) => void;
  /** Makes a function that is never run. */
  readonly makeFunction: (name: string) => Promise<void>;
  /** What its clients have sent so far. */
  readonly calls: readonly Call[];
  /** From here on this operation, as `service:Operation`, is not sent and seems to have succeeded. */
  readonly mute: (operation: string) => void;
}

interface Clients {
  readonly cloudtrail: CloudTrailClient;
  readonly dynamodb: DynamoDBClient;
  readonly ecs: ECSClient;
  readonly eventBridge: EventBridgeClient;
  readonly firehose: FirehoseClient;
  readonly logs: CloudWatchLogsClient;
  readonly kinesis: KinesisClient;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

/** Where an AWS is reached, and as whom. */
export interface Reach {
  readonly endpoint: string;
  readonly id: string;
  readonly accessKeyId: string;
  /** Whether HTTP/2 is spoken there without TLS: the client of Kinesis prefers it. */
  readonly http2: boolean;
  readonly define: Account['define'];
  /** Makes a function that is never run, where functions of any code can be made. Otherwise one is defined. */
  readonly makeFunction?: (lambda: LambdaClient, name: string) => Promise<void>;
  readonly close: () => PromiseLike<void>;
}

const REGION = 'us-east-2';

/** Makes the clients of an account that is reached so. */
export function openAccount(reach: Reach): Account {
  const { endpoint, id, accessKeyId, http2, define, makeFunction, close } = reach;
  const config = {
    region: REGION,
    endpoint,
    credentials: { accessKeyId, secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  const sqs = new SQSClient(config);
  const clients: Clients = {
    cloudtrail: new CloudTrailClient(config),
    dynamodb: new DynamoDBClient(config),
    ecs: new ECSClient(config),
    eventBridge: new EventBridgeClient(config),
    firehose: new FirehoseClient(config),
    // It would put `streaming-` before the name of the host.
    logs: new CloudWatchLogsClient({ ...config, disableHostPrefix: true }),
    kinesis: new KinesisClient(http2 ? config : { ...config, requestHandler: sqs.config.requestHandler }),
    lambda: new LambdaClient(config),
    // It would put the name of the bucket before that of the host.
    s3: new S3Client({ ...config, forcePathStyle: true }),
    // It would put `sync-` before the name of the host.
    sfn: new SFNClient({ ...config, disableHostPrefix: true }),
    sns: new SNSClient(config),
    sqs,
    ssm: new SSMClient(config),
    sts: new STSClient(config),
  };
  const witness = watchAll(clients);
  return {
    ...clients,
    id,
    region: REGION,
    arn: (service, resource) => `arn:aws:${service}:${REGION}:${id}:${resource}`,
    define,
    makeFunction: async (name) => {
      if (makeFunction === undefined) define(name, () => undefined);
      else await makeFunction(clients.lambda, name);
    },
    calls: witness.calls,
    mute: (operation) => {
      witness.mute = operation;
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of Object.values(clients) as { destroy(): void }[]) client.destroy();
      await close();
    },
  };
}

function watchAll(clients: Clients): Witness {
  const witness: Witness = { calls: [], mute: undefined };
  watch('cloudtrail', clients.cloudtrail, witness);
  watch('dynamodb', clients.dynamodb, witness);
  watch('ecs', clients.ecs, witness);
  watch('eventbridge', clients.eventBridge, witness);
  watch('firehose', clients.firehose, witness);
  watch('cloudwatch-logs', clients.logs, witness);
  watch('kinesis', clients.kinesis, witness);
  watch('lambda', clients.lambda, witness);
  watch('s3', clients.s3, witness);
  watch('sfn', clients.sfn, witness);
  watch('sns', clients.sns, witness);
  watch('sqs', clients.sqs, witness);
  watch('ssm', clients.ssm, witness);
  watch('sts', clients.sts, witness);
  return witness;
}
