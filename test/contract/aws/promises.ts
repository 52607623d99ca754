import { ARCHIVES } from './archives.ts';
import { BUSES } from './buses.ts';
import { DESTINATIONS } from './destinations.ts';
import { EVENT_SOURCES } from './event-sources.ts';
import { INPUTS } from './inputs.ts';
import { KINESIS } from './kinesis/kinesis.ts';
import { LAMBDA } from './lambda.ts';
import { LOGS } from './logs.ts';
import { PATTERNS } from './patterns.ts';
import type { Promises } from './place.ts';
import { PUT_EVENTS } from './put-events.ts';
import { RULES } from './rules.ts';
import { SFN } from './sfn/sfn.ts';
import { SNS } from './sns/sns.ts';
import { SQS } from './sqs/sqs.ts';
import { COMMANDS } from './ssm/commands.ts';
import { PARAMETERS } from './ssm/parameters.ts';
import { TARGETS } from './targets.ts';

/** All that is promised, by the service that promises it. */
export const PROMISES: Readonly<Record<string, Promises>> = {
  events: { ...BUSES, ...PUT_EVENTS, ...PATTERNS, ...RULES, ...INPUTS, ...TARGETS, ...ARCHIVES, ...DESTINATIONS },
  logs: LOGS,
  kinesis: KINESIS,
  lambda: { ...LAMBDA, ...EVENT_SOURCES },
  sfn: SFN,
  sns: SNS,
  sqs: SQS,
  parameters: PARAMETERS,
  'run command': COMMANDS,
};
