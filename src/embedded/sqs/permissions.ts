import { invalidParameter } from './faults.ts';
import type { Queue } from './queue.ts';

interface Policy {
  readonly Version: string;
  readonly Id?: string;
  readonly Statement: readonly { readonly Sid?: string }[];
}

/** What may be permitted to others; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-overview-of-managing-access.html */
const ACTIONS = new Set([
  '*',
  'SendMessage',
  'ReceiveMessage',
  'DeleteMessage',
  'ChangeMessageVisibility',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
]);

/** The queue's `Policy` with one more statement, under a label. */
export function withPermission(
  queue: Queue,
  label: string,
  accounts: readonly string[],
  actions: readonly string[],
): string {
  for (const action of actions) {
    if (!ACTIONS.has(action)) {
      throw invalidParameter(
        `Value SQS:${action} for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions. `,
      );
    }
  }
  const policy = policyOf(queue);
  if (policy.Statement.some(({ Sid }) => Sid === label)) {
    throw invalidParameter(`Value ${label} for parameter Label is invalid. Reason: Already exists.`);
  }
  const statement = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrAll(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrAll(actions.map((action) => `SQS:${action}`)),
    Resource: queue.arn,
  };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
}

/** The queue's `Policy` without the statement of that label; empty when no other is left. */
export function withoutPermission(queue: Queue, label: string): string {
  const policy = policyOf(queue);
  const others = policy.Statement.filter(({ Sid }) => Sid !== label);
  if (others.length === policy.Statement.length) {
    throw invalidParameter(`Value ${label} for parameter Label is invalid. Reason: can't find label.`);
  }
  return others.length === 0 ? '' : JSON.stringify({ ...policy, Statement: others });
}

function policyOf({ arn, attributes }: Queue): Policy {
  const { Policy: text } = attributes;
  const policy = text === undefined ? undefined : (JSON.parse(text) as Partial<Policy>);
  const { Statement: statements = [] } = policy ?? {};
  return {
    Version: '2008-10-17',
    Id: `${arn}/SQSDefaultPolicy`,
    ...policy,
    Statement: Array.isArray(statements) ? statements : [statements],
  };
}

function oneOrAll(items: readonly string[]): string | readonly string[] {
  return items.length === 1 ? items[0]! : items;
}
