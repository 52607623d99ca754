import { parseArn } from '../../../embedded/arn.ts';
import type { TargetDefinition } from '../../../embedded/eventbridge/target-definition.ts';
import { Problem } from '../../../problem.ts';
import type { Aim, AwsRule } from '../aws-rule.ts';
import { remoteProblem } from '../../remote/failure.ts';
import type { AwsStage } from '../stage.ts';
import { cloneInput, clonePaths } from './clone-input.ts';
import { permissionOf } from './permission.ts';

/**
 * The clone of a target.
 *
 * - `sent`: EventBridge sends to the original place;
 * - `taken`: it sends to a queue of ours, from which the input goes on: to a consumer that is called here, or to a place that takes
 *   nothing out of an envelope.
 */
export type Clone =
  | { readonly kind: 'sent'; readonly target: TargetDefinition }
  | { readonly kind: 'taken'; readonly input: Partial<TargetDefinition>; readonly aim: Aim };

/** Clones a target of a rule for the envelope. Throws the `Problem` of one that a clone cannot reach. */
export async function cloneTarget(rule: AwsRule, aim: Aim, cloneArn: string, stage: AwsStage): Promise<Clone> {
  const { target, here } = aim;
  const input = cloneInput(target, rule);
  if (here !== undefined) return { kind: 'taken', input, aim };
  const refuse = (why: string): Problem =>
    new Problem('CONFIG_INVALID', `Cannot clone what rule "${rule.name}" sends to "${target.Arn}": ${why}`);
  const { service = '', region = '', account = '', resource = '' } = parseArn(target.Arn) ?? {};
  const { spec, clients } = stage;
  if (service === 'events' && resource.startsWith('event-bus/')) {
    throw refuse('a bus would get the envelope, and an event goes on to one bus only, wanted the strategy "archive"');
  }
  if ((account !== '' && account !== spec.account) || region !== spec.region) {
    throw refuse(`it is in ${account} ${region}, and only account ${spec.account} in ${spec.region} may be sent to`);
  }
  if (service === 'ssm' && spec.allow?.includes('ssm') !== true) {
    throw refuse('it would run commands on instances, wanted --allow ssm if that is meant');
  }
  // A template cannot make a text of an object, and the message of a log event has to be one (facts 7.1, 6).
  if (service === 'logs') return { kind: 'taken', input, aim };
  const permission = await permissionOf(target, cloneArn, clients, spec).catch((error: unknown) => {
    throw remoteProblem(`read the permissions of "${target.Arn}"`, error, spec.endpoint);
  });
  if ('refused' in permission) throw refuse(permission.refused);
  return { kind: 'sent', target: sentTo(target, input, permission.role, service) };
}

function sentTo(
  target: TargetDefinition,
  input: Partial<TargetDefinition>,
  role: string | undefined,
  service: string,
): TargetDefinition {
  const { Id, Arn, RetryPolicy } = target;
  const options = Object.fromEntries(Object.entries(target).filter(([name]) => name.endsWith('Parameters')));
  return {
    ...clonePaths(options),
    // Unless told, Kinesis goes by the id of the event; that of the envelope is another.
    ...(service === 'kinesis' &&
      target.KinesisParameters === undefined && { KinesisParameters: { PartitionKeyPath: '$.detail.id' } }),
    Id,
    Arn,
    ...(RetryPolicy !== undefined && { RetryPolicy }),
    ...(role !== undefined && { RoleArn: role }),
    ...input,
  };
}
