import { cloudtrail } from './cloudtrail/cloudtrail.ts';
import { cloudwatchLogs } from './cloudwatch-logs/cloudwatch-logs.ts';
import { dynamodb } from './dynamodb/dynamodb.ts';
import { ecs } from './ecs/ecs.ts';
import { eventbridge } from './eventbridge/eventbridge.ts';
import { firehose } from './firehose/firehose.ts';
import { kinesis } from './kinesis/kinesis.ts';
import { lambda } from './lambda/lambda.ts';
import { s3 } from './s3/s3.ts';
import type { Service } from './service.ts';
import { sfn } from './sfn/sfn.ts';
import { sns } from './sns/sns.ts';
import { sqs } from './sqs/sqs.ts';
import { ssm } from './ssm/ssm.ts';
import { sts } from './sts/sts.ts';

/** The services that answer for themselves, by the names of their SDK clients. All others answer with an empty success. */
export const SERVICES: Readonly<Record<string, Service>> = {
  cloudtrail,
  'cloudwatch-logs': cloudwatchLogs,
  dynamodb,
  ecs,
  eventbridge,
  firehose,
  kinesis,
  lambda: (estate) => lambda(estate.functions, { scene: estate.scene, neighbours: estate }),
  s3,
  sfn: ({ stateMachines }) => sfn(stateMachines),
  sns,
  sqs,
  ssm,
  sts,
};
