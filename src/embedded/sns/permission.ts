import { Fault } from '../../wire/fault.ts';
import { askedByService } from '../policy/asked-by.ts';
import { type Permissions, refusalOf, standing } from '../policy/permissions.ts';
import type { Neighbours } from './neighbours.ts';
import type { Subscription } from './subscription.ts';

/** What has to be known to tell whether a topic may send to something. */
export interface Ground {
  readonly account: string;
  readonly permissions: Permissions;
  readonly neighbours: Neighbours;
}

const SNS = 'sns.amazonaws.com';

/** What was decided for a subscription; it stands until a policy changes. */
const decided = new WeakMap<Subscription, () => string | undefined>();

/** Throws where a subscriber's policy does not let the topic send to it. Delivery streams go by the subscription's role. */
export function checkPermission(subscription: Subscription, ground: Ground): void {
  let refusal = decided.get(subscription);
  if (refusal === undefined) {
    const { protocol, endpoint, topicArn } = subscription;
    refusal = standing(ground.permissions, () =>
      protocol === 'sqs'
        ? refusalByQueue(endpoint, topicArn, ground)
        : protocol === 'lambda'
          ? refusalByFunction(endpoint, topicArn, ground)
          : undefined,
    );
    decided.set(subscription, refusal);
  }
  const refused = refusal();
  if (refused !== undefined) throw new Fault('AccessDenied', refused, 403);
}

/** Why a queue does not let a topic send to it, if it does not. */
export function refusalByQueue(queue: string, topic: string, ground: Ground): string | undefined {
  const { permissions, account, neighbours } = ground;
  const question = askedByService(SNS, 'sqs:sendmessage', queue, { arn: topic, account });
  return refusalOf(permissions, neighbours.queues.policyOf?.(queue), question);
}

function refusalByFunction(name: string, topic: string, ground: Ground): string | undefined {
  const { permissions, account, neighbours } = ground;
  const question = askedByService(SNS, 'lambda:InvokeFunction', name, { arn: topic, account });
  return refusalOf(permissions, neighbours.functions?.policyOf?.(name), question);
}
