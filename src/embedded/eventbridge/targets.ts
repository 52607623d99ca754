import { checkInput } from '../../rule/input/check-input.ts';
import { type InputChoice, prepareInput } from '../../rule/input/input.ts';
import { parseArn } from '../arn.ts';
import { invalid } from './refusal.ts';
import type { BusTarget } from './event-bus.ts';
import type { Neighbours } from './neighbours.ts';
import { needsRole, permitted } from './send/permission.ts';
import { handToFunction, toFunction } from './send/function.ts';
import { type Sender, senderOf } from './send/send-to.ts';
import type { TargetDefinition } from './target-definition.ts';

/** Why one target of several is not taken, as PutTargets lists it. */
export interface RefusedTarget {
  readonly TargetId: string;
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** Refuses the request for a target that is wrong in itself; where permissions are enforced, also one without the role it needs. */
export function checkTarget(definition: TargetDefinition, { scene }: Neighbours): void {
  const { Id, RetryPolicy } = definition;
  const wrong = checkInput(Id, inputOf(definition));
  if (wrong !== undefined) throw invalid(wrong);
  if (parseArn(definition.Arn)?.service === 'logs' && definition.RoleArn !== undefined) {
    throw invalid(`RoleArn is not supported for target ${definition.Arn}.`);
  }
  if (scene.permissions?.enforced === true && definition.RoleArn === undefined && needsRole(definition.Arn)) {
    throw invalid(`RoleArn is required for target ${definition.Arn}.`);
  }
  const letters = definition.DeadLetterConfig?.Arn;
  if (letters !== undefined && !isStandardQueue(letters)) {
    throw invalid('Parameter DeadLetterConfig.Arn is not valid. Reason: it has to be a standard queue.');
  }
  const { MaximumRetryAttempts: attempts = 0, MaximumEventAgeInSeconds: age = 60 } = RetryPolicy ?? {};
  if (attempts < 0 || attempts > 185 || age < 60 || age > 86_400) {
    throw invalid(`RetryPolicy for target ${Id} is not valid.`);
  }
}

function isStandardQueue(text: string): boolean {
  const arn = parseArn(text);
  return arn?.service === 'sqs' && !arn.resource.endsWith('.fifo');
}

/** Refuses one target among others; `undefined` where it is sound. `known` says whether EventBridge has a sender of its own. */
export function refuseTarget(
  { Id, Arn, SqsParameters }: TargetDefinition,
  own: Sender | undefined,
): RefusedTarget | undefined {
  const refuse = (ErrorMessage: string): RefusedTarget => ({
    TargetId: Id,
    ErrorCode: 'ValidationException',
    ErrorMessage,
  });
  const arn = parseArn(Arn);
  if (arn === undefined) return refuse(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  if (arn.service === 'sqs' && arn.resource.endsWith('.fifo') && SqsParameters?.MessageGroupId === undefined) {
    return refuse(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  }
  if (own === undefined && senderOf(arn) === undefined) {
    return refuse(`Parameter ${Arn} is not valid. Reason: This kind of target is not acted out.`);
  }
  return undefined;
}

/** Makes a target ready for every event to come. */
export function toTarget(definition: TargetDefinition, own: Sender | undefined, neighbours: Neighbours): BusTarget {
  const arn = parseArn(definition.Arn);
  const sender = own ?? (arn === undefined ? undefined : senderOf(arn));
  if (sender === undefined) throw invalid(`Parameter ${definition.Arn} is not valid.`);
  const send = permitted(sender(definition, neighbours), definition, neighbours);
  const input = inputOf(definition);
  const hander =
    sender === toFunction && Object.keys(input).length === 0 ? handToFunction(definition, neighbours) : undefined;
  return {
    definition,
    prepare: prepareInput(input),
    send,
    hand: hander && permitted(hander, definition, neighbours),
  };
}

function inputOf({ Input, InputPath, InputTransformer }: TargetDefinition): InputChoice {
  return {
    ...(Input !== undefined && { input: Input }),
    ...(InputPath !== undefined && { inputPath: InputPath }),
    ...(InputTransformer !== undefined && {
      inputTransformer: {
        inputTemplate: InputTransformer.InputTemplate,
        ...(InputTransformer.InputPathsMap !== undefined && { inputPathsMap: InputTransformer.InputPathsMap }),
      },
    }),
  };
}

/** Whether an ARN names a bus, an API destination, or neither. */
export function ownKindOf(arn: string): 'event-bus' | 'api-destination' | undefined {
  const { service, resource = '' } = parseArn(arn) ?? {};
  if (service !== 'events') return undefined;
  const kind = resource.split('/', 1)[0];
  return kind === 'event-bus' || kind === 'api-destination' ? kind : undefined;
}
