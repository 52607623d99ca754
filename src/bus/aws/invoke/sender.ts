import type { BusEvent } from '../../../eventbridge/event.ts';
import type { TargetDefinition } from '../../../embedded/eventbridge/target-definition.ts';
import { parseArn } from '../../../embedded/arn.ts';
import { parsePath, readPath } from '../../../rule/input/path.ts';
import type { AwsSpec } from '../../bus-spec.ts';
import type { Clients } from '../../remote/clients.ts';

/** Sends what a target is to be given, once. What comes back is the request id where a function was invoked. */
export type Sender = (input: string, event: BusEvent) => Promise<string | undefined>;

/** A sender; or why there is none, to follow "Cannot send …:". */
export type Choice = { readonly send: Sender } | { readonly refused: string };

type Maker = (target: TargetDefinition, name: string, clients: Clients) => Sender;

/** How EventBridge itself would hand an input to each kind of target: the same call, with nothing in between. */
const MAKERS: Readonly<Record<string, Maker>> = {
  lambda:
    ({ Arn }, _, clients) =>
    async (Payload) => {
      const lambda = await clients.open('lambda', { once: true });
      const { $metadata } = await lambda.invoke({ FunctionName: Arn, InvocationType: 'Event', Payload });
      return $metadata.requestId;
    },
  sqs: ({ SqsParameters }, QueueName, clients) => {
    const url = atFirst(async () => (await (await clients.open('sqs')).getQueueUrl({ QueueName })).QueueUrl);
    const { MessageGroupId } = SqsParameters ?? {};
    return async (MessageBody) => {
      const QueueUrl = await url();
      const group = MessageGroupId === undefined ? {} : { MessageGroupId };
      await (await clients.open('sqs', { once: true })).sendMessage({ QueueUrl, MessageBody, ...group });
      return undefined;
    };
  },
  sns:
    ({ Arn }, _, clients) =>
    async (Message) => {
      await (await clients.open('sns', { once: true })).publish({ TopicArn: Arn, Message });
      return undefined;
    },
  states:
    ({ Arn }, _, clients) =>
    async (input) => {
      await (await clients.open('sfn', { once: true })).startExecution({ stateMachineArn: Arn, input });
      return undefined;
    },
  kinesis: ({ Arn, KinesisParameters }, _, clients) => {
    const path = parsePath(KinesisParameters?.PartitionKeyPath ?? '$.id') ?? [];
    return async (input, event) => {
      const found = readPath(path, event) ?? event.id;
      const PartitionKey = typeof found === 'string' ? found : JSON.stringify(found);
      const kinesis = await clients.open('kinesis', { once: true });
      await kinesis.putRecord({ StreamARN: Arn, Data: Buffer.from(input), PartitionKey });
      return undefined;
    };
  },
  firehose: (_, name, clients) => async (input) => {
    const DeliveryStreamName = name.replace(/^deliverystream\//, '');
    const firehose = await clients.open('firehose', { once: true });
    await firehose.putRecord({ DeliveryStreamName, Record: { Data: Buffer.from(input) } });
    return undefined;
  },
  ssm: ({ RunCommandParameters, ...target }, name, clients) => {
    const Targets = RunCommandParameters?.RunCommandTargets.map(({ Key, Values }) => ({ Key, Values: [...Values] }));
    const given = [target.Input, target.InputPath, target.InputTransformer].some((choice) => choice !== undefined);
    return async (input) => {
      const ssm = await clients.open('ssm', { once: true });
      const Parameters = given ? parametersIn(input) : {};
      await ssm.sendCommand({ DocumentName: name.replace(/^document\//, ''), Targets, Parameters });
      return undefined;
    };
  },
};

/** Finds out how an input gets to a target without EventBridge. */
export function senderOf(target: TargetDefinition, clients: Clients, { allow = [] }: Pick<AwsSpec, 'allow'>): Choice {
  const { service = '', resource = '' } = parseArn(target.Arn) ?? {};
  if (service === 'ssm' && !allow.includes('ssm')) {
    return { refused: 'it would run commands on instances, wanted --allow ssm if that is meant' };
  }
  if (service === 'events') {
    return {
      refused: 'a bus takes no event of AWS from a caller, and an API destination is called by EventBridge alone',
    };
  }
  if (service === 'logs') return { send: toLogGroup(target, resource, clients) };
  const make = Object.hasOwn(MAKERS, service) ? MAKERS[service] : undefined;
  if (make === undefined) return { refused: `"${service}" is a kind of target that is not called from here` };
  return { send: make(target, resource, clients) };
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const OLDEST_LOG_EVENT = 14 * 86_400_000;

/** EventBridge writes to streams of its own too; one for each run is enough. */
function toLogGroup({ InputTransformer }: TargetDefinition, resource: string, clients: Clients): Sender {
  const logGroupName = resource.replace(/^log-group:/, '').replace(/:\*$/, '');
  const logStreamName = `ecreplay/${crypto.randomUUID()}`;
  const ready = atFirst(async () =>
    (await clients.open('cloudwatch-logs')).createLogStream({ logGroupName, logStreamName }),
  );
  return async (input, event) => {
    await ready();
    const { timestamp = event.time, message = input } =
      InputTransformer === undefined ? {} : (JSON.parse(input) as { timestamp?: string | number; message?: string });
    const said = typeof timestamp === 'number' ? timestamp : Date.parse(timestamp);
    const at = Date.now() - said < OLDEST_LOG_EVENT ? said : Date.now();
    const logs = await clients.open('cloudwatch-logs', { once: true });
    await logs.putLogEvents({ logGroupName, logStreamName, logEvents: [{ timestamp: at, message }] });
    return undefined;
  };
}

/** Run Command takes lists of texts, and EventBridge makes a list of what is none. */
function parametersIn(input: string): Record<string, string[]> {
  const value = JSON.parse(input) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(value).map(([name, given]) => [name, (Array.isArray(given) ? given : [given]).map(String)]),
  );
}

/** Does something when it is first needed, and once. */
function atFirst<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
