import type { Arn } from '../../arn.ts';
import type { BusTarget } from '../event-bus.ts';
import type { Neighbours } from '../neighbours.ts';
import type { TargetDefinition } from '../target-definition.ts';
import { toCommand } from './command.ts';
import { toDeliveryStream } from './delivery-stream.ts';
import { toFunction } from './function.ts';
import { toLogGroup } from './log-group.ts';
import { toQueue } from './queue.ts';
import { toStateMachine } from './state-machine.ts';
import { toStream } from './stream.ts';
import { toTask } from './task.ts';
import { toTopic } from './topic.ts';

/** How one kind of target is sent to. Made once a target, called once an attempt. */
export type Sender = (definition: TargetDefinition, neighbours: Neighbours) => BusTarget['send'];

/** The kinds of targets that are services beside EventBridge. Buses and API destinations are its own. */
const SENDERS: Readonly<Record<string, Sender>> = {
  'lambda function': toFunction,
  'sqs ': toQueue,
  'sns ': toTopic,
  'logs log-group': toLogGroup,
  'kinesis stream': toStream,
  'firehose deliverystream': toDeliveryStream,
  'states stateMachine': toStateMachine,
  'ssm document': toCommand,
  'ecs cluster': toTask,
};

/** How to send to what an ARN names; `undefined` for a kind of target that is not acted out. */
export function senderOf({ service, resource }: Arn): Sender | undefined {
  const kind = service === 'sqs' || service === 'sns' ? '' : resource.split(/[:/]/, 1)[0];
  return SENDERS[`${service} ${kind}`];
}
