/**
 * What a person would write without ecreplay: starts LocalStack, makes a bus, a rule and a queue, sends one event, and says when it has
 * arrived. Run by `npm run bench -- localstack`.
 */
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { SQS } from '@aws-sdk/client-sqs';
import { LocalstackContainer } from '@testcontainers/localstack';
import { LOCALSTACK_IMAGE } from '../../src/bus/bus-spec.ts';

const container = await new LocalstackContainer(LOCALSTACK_IMAGE).start();
const config = {
  endpoint: container.getConnectionUri(),
  region: 'us-east-2',
  credentials: { accessKeyId: '123456789012', secretAccessKey: 'none' },
};
const events = new EventBridge(config);
const sqs = new SQS(config);
await events.createEventBus({ Name: 'bare' });
const { QueueUrl } = await sqs.createQueue({ QueueName: 'bare' });
const rule = { EventBusName: 'bare', Name: 'pushes' };
await events.putRule({ ...rule, EventPattern: '{"source":["aws.ecr"]}' });
await events.putTargets({
  EventBusName: 'bare',
  Rule: 'pushes',
  Targets: [{ Id: 'queue', Arn: 'arn:aws:sqs:us-east-2:123456789012:bare' }],
});
const event = { Source: 'aws.ecr', DetailType: 'ECR Image Action', Detail: '{"result":"SUCCESS"}' };
await events.putEvents({ Entries: [{ ...event, EventBusName: 'bare' }] });
const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 10 });
if (Messages.length !== 1) throw new Error('The event has not arrived');
process.stdout.write(`delivered ${performance.timeOrigin + performance.now()}\n`);
await container.stop({ timeout: 0 });
