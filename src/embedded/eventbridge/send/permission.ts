import { parseArn } from '../../arn.ts';
import { refusalOf, type ResourcePolicy, standing } from '../../policy/permissions.ts';
import type { Question } from '../../policy/question.ts';
import { askedByRole, askedByService } from '../../policy/asked-by.ts';
import type { BusRule, BusTarget } from '../event-bus.ts';
import { Undeliverable } from '../failure.ts';
import type { Neighbours } from '../neighbours.ts';
import type { TargetDefinition } from '../target-definition.ts';

const EVENTBRIDGE = 'events.amazonaws.com';

/** How a kind of target is asked whether a rule may send to it. */
interface Door {
  /** What EventBridge does there, as the service's own refusals spell it. */
  readonly actions: readonly string[];
  /** What the policy has to be about, where it is not the target itself. */
  readonly resource?: (arn: string, rule: string) => string;
  readonly policyOf: (neighbours: Neighbours, resource: string) => ResourcePolicy | undefined;
}

/** The kinds that have policies of their own. All others go by the target's role alone. */
const DOORS: Readonly<Record<string, Door>> = {
  sqs: { actions: ['sqs:sendmessage'], policyOf: ({ queues }, arn) => queues.policyOf?.(arn) },
  sns: { actions: ['SNS:Publish'], policyOf: ({ topics }, arn) => topics.policyOf?.(arn) },
  lambda: { actions: ['lambda:InvokeFunction'], policyOf: ({ functions }, arn) => functions.policyOf?.(arn) },
  logs: {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resource: (arn, rule) => `${arn.replace(/:\*$/, '')}:log-stream:${rule}`,
    policyOf: ({ logGroups }, stream) => logGroups.policyOf?.(stream),
  },
};

/** Kinds of targets that EventBridge sends to in a role's name only. */
const NEEDS_ROLE = /^(?:kinesis|firehose|states|ssm|ecs)$/;

/** Whether PutTargets wants a role for a target: where there is no resource policy that could do instead. */
export function needsRole(arn: string): boolean {
  const { service = '', resource = '' } = parseArn(arn) ?? {};
  return NEEDS_ROLE.test(service) || (service === 'events' && resource.startsWith('api-destination/'));
}

/** Sends only what the target's policy lets its rule send; a target may have a role for that in place of the policy. */
export function permitted(
  send: BusTarget['send'],
  definition: TargetDefinition,
  neighbours: Neighbours,
): BusTarget['send'] {
  const { permissions } = neighbours.scene;
  if (permissions === undefined || doorOf(definition.Arn) === undefined) return send;
  // A target belongs to one rule, which comes with the first event.
  let refusal: (() => string | undefined) | undefined;
  return (job, input) => {
    refusal ??= standing(permissions, () => refusalFor(definition, job.rule, neighbours));
    const refused = refusal();
    if (refused !== undefined) throw new Undeliverable('NO_PERMISSIONS', refused);
    return send(job, input);
  };
}

/** Whether a rule may put what it could not deliver into a queue. */
export function mayBury(queue: string, rule: BusRule, neighbours: Neighbours): boolean {
  return refusalFor({ Arn: queue }, rule, neighbours) === undefined;
}

/** Lets a rule send to a target, as a statement of the target's policy would. */
export function grant(rule: BusRule, { Arn, DeadLetterConfig }: TargetDefinition, { scene }: Neighbours): void {
  for (const arn of [Arn, DeadLetterConfig?.Arn]) {
    if (arn === undefined) continue;
    for (const { resource } of questionsOf({ Arn: arn }, rule, scene.account)) {
      scene.permissions?.grant(rule.arn, resource);
    }
  }
}

function refusalFor(
  definition: Pick<TargetDefinition, 'Arn' | 'RoleArn'>,
  rule: BusRule,
  neighbours: Neighbours,
): string | undefined {
  const { permissions, account } = neighbours.scene;
  const door = doorOf(definition.Arn);
  if (permissions === undefined || door === undefined) return undefined;
  for (const question of questionsOf(definition, rule, account)) {
    const refused = refusalOf(permissions, door.policyOf(neighbours, question.resource), question);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function questionsOf(
  { Arn, RoleArn }: Pick<TargetDefinition, 'Arn' | 'RoleArn'>,
  rule: BusRule,
  account: string,
): readonly Question[] {
  const { actions = [], resource: resourceOf } = doorOf(Arn) ?? {};
  const resource = resourceOf?.(Arn, rule.name) ?? Arn;
  return actions.map((action) =>
    RoleArn === undefined
      ? askedByService(EVENTBRIDGE, action, resource, { arn: rule.arn, account })
      : askedByRole(RoleArn, action, resource),
  );
}

function doorOf(arn: string): Door | undefined {
  const service = parseArn(arn)?.service ?? '';
  return Object.hasOwn(DOORS, service) ? DOORS[service] : undefined;
}
