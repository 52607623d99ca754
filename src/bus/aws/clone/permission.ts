import { parseArn } from '../../../embedded/arn.ts';
import type { TargetDefinition } from '../../../embedded/eventbridge/target-definition.ts';
import { askedByService } from '../../../embedded/policy/asked-by.ts';
import { decide, statementsOf } from '../../../embedded/policy/decide.ts';
import type { AwsSpec } from '../../bus-spec.ts';
import type { Clients } from '../../remote/clients.ts';
import { isMissing } from '../../remote/failure.ts';

/** The role that a clone's target is sent to as, if it takes one; or why the target would not let the clone in. */
export type Permission = { readonly role: string | undefined } | { readonly refused: string };

/** What a target with a policy of its own has to allow, and how its policy is read. A key of one's own has a policy too, which nobody here can read. */
const POLICIES: Readonly<
  Record<string, { readonly action: string; readonly read: (arn: string, clients: Clients) => Promise<Guard> }>
> = {
  lambda: { action: 'lambda:InvokeFunction', read: guardOfFunction },
  sqs: { action: 'sqs:SendMessage', read: guardOfQueue },
  sns: { action: 'sns:Publish', read: guardOfTopic },
};

/** What stands before a target. */
interface Guard {
  readonly policy: string | undefined;
  readonly key?: string | undefined;
}

/**
 * Finds out whether a target lets the clone of a rule in: permissions often name the rule that they are for, and a clone has an ARN of its
 * own. EventBridge would try, be refused, and tell nobody.
 */
export async function permissionOf(
  { Arn, RoleArn }: TargetDefinition,
  cloneArn: string,
  clients: Clients,
  { role, account }: Pick<AwsSpec, 'role' | 'account'>,
): Promise<Permission> {
  const as = RoleArn ?? role;
  // A role is not asked which rule it is sent for, unless its trust policy does.
  if (as !== undefined) return { role: as };
  const { service = '' } = parseArn(Arn) ?? {};
  const policies = Object.hasOwn(POLICIES, service) ? POLICIES[service] : undefined;
  if (policies === undefined) {
    return {
      refused: `EventBridge sends to "${service}" only as a role, wanted "role" in the configuration of the bus`,
    };
  }
  const { policy, key } = await policies.read(Arn, clients);
  if (key !== undefined) {
    return {
      refused: `it is encrypted with "${key}", whose policy may not let the clone in, wanted "role" in the configuration of the bus`,
    };
  }
  const asked = askedByService('events.amazonaws.com', policies.action, Arn, { arn: cloneArn, account });
  if (decide(statementsOf(policy) ?? [], asked) === 'allowed') return { role: undefined };
  const pinned = /aws:SourceArn/i.test(policy ?? '');
  return {
    refused: pinned
      ? 'its permission is for the original rule alone (aws:SourceArn), wanted "role" in the configuration of the bus'
      : 'its policy does not let EventBridge in, wanted "role" in the configuration of the bus',
  };
}

async function guardOfFunction(FunctionName: string, clients: Clients): Promise<Guard> {
  try {
    return { policy: (await (await clients.open('lambda')).getPolicy({ FunctionName })).Policy };
  } catch (error) {
    if (!isMissing(error)) throw error;
    return { policy: undefined };
  }
}

async function guardOfQueue(arn: string, clients: Clients): Promise<Guard> {
  const sqs = await clients.open('sqs');
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName: parseArn(arn)?.resource });
  const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Policy', 'KmsMasterKeyId'] });
  return { policy: Attributes['Policy'], key: Attributes['KmsMasterKeyId'] };
}

async function guardOfTopic(TopicArn: string, clients: Clients): Promise<Guard> {
  const { Attributes = {} } = await (await clients.open('sns')).getTopicAttributes({ TopicArn });
  return { policy: Attributes['Policy'], key: Attributes['KmsMasterKeyId'] };
}
