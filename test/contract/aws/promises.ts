import { ARCHIVES } from './events/archives.ts';
import { BUSES } from './events/buses.ts';
import { DESTINATIONS } from './events/destinations.ts';
import { ENDPOINTS } from './events/endpoints.ts';
import { FIREHOSE } from './firehose/firehose.ts';
import { INPUTS } from './events/inputs.ts';
import { MISSING as MISSING_EVENTS } from './events/missing.ts';
import { PARTNERS } from './events/partners.ts';
import { PATTERNS } from './events/patterns.ts';
import { PERMISSIONS } from './events/permissions.ts';
import { PUT_EVENTS } from './events/put-events.ts';
import { RULES } from './events/rules.ts';
import { TARGETS } from './events/targets.ts';
import { KINESIS } from './kinesis/kinesis.ts';
import { CLOUDTRAIL } from './cloudtrail/trails.ts';
import { DYNAMODB } from './dynamodb/dynamodb.ts';
import { ECS } from './ecs/ecs.ts';
import { EVENT_SOURCES } from './lambda/event-sources.ts';
import { CHANGES, FUNCTIONS } from './lambda/functions.ts';
import { LAMBDA, UPLOADS } from './lambda/invocations.ts';
import { MISSING } from './lambda/missing.ts';
import { READY, SETTINGS } from './lambda/settings.ts';
import { REPUBLISHED, VERSIONS } from './lambda/versions.ts';
import { LOGS } from './logs/logs.ts';
import type { Promises } from './place.ts';
import { BUCKETS } from './s3/buckets.ts';
import { OBJECTS } from './s3/objects.ts';
import { SFN } from './sfn/sfn.ts';
import { SNS } from './sns/sns.ts';
import { SQS } from './sqs/sqs.ts';
import { COMMANDS } from './ssm/commands.ts';
import { PARAMETERS } from './ssm/parameters.ts';
import { STS } from './sts/sts.ts';

/** All that is promised, by the service that promises it. */
export const PROMISES: Readonly<Record<string, Promises>> = {
  events: {
    ...BUSES,
    ...PERMISSIONS,
    ...PUT_EVENTS,
    ...PATTERNS,
    ...RULES,
    ...INPUTS,
    ...TARGETS,
    ...ARCHIVES,
    ...DESTINATIONS,
    ...ENDPOINTS,
    ...PARTNERS,
    ...MISSING_EVENTS,
  },
  logs: LOGS,
  kinesis: KINESIS,
  functions: { ...FUNCTIONS, ...VERSIONS, ...SETTINGS, ...MISSING },
  'functions that change': { ...CHANGES, ...REPUBLISHED, ...READY },
  lambda: { ...LAMBDA, ...UPLOADS, ...EVENT_SOURCES },
  sfn: SFN,
  sns: SNS,
  sqs: SQS,
  dynamodb: DYNAMODB,
  ecs: ECS,
  firehose: FIREHOSE,
  parameters: PARAMETERS,
  'run command': COMMANDS,
  sts: STS,
  s3: { ...BUCKETS, ...OBJECTS },
  cloudtrail: CLOUDTRAIL,
};
