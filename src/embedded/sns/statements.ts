import { invalid } from './faults.ts';

interface Policy {
  readonly Statement: readonly { readonly Sid?: string }[];
}

/** A policy may hold one statement as it is, or none. */
function readPolicy(text: string): Policy {
  const policy = JSON.parse(text === '' ? '{}' : text) as {
    readonly Statement?: Policy['Statement'][number] | Policy['Statement'];
  };
  const { Statement: statements = [] } = policy;
  return { ...policy, Statement: Array.isArray(statements) ? statements : [statements as Policy['Statement'][number]] };
}

/** What a topic can permit to others. */
const ACTIONS = new Set(
  'AddPermission DeleteTopic GetTopicAttributes ListSubscriptionsByTopic Publish Receive RemovePermission SetTopicAttributes Subscribe'.split(
    ' ',
  ),
);

/** A permission, as `AddPermission` words it. */
export interface Permission {
  readonly label: string;
  readonly accounts: readonly string[];
  readonly actions: readonly string[];
  readonly resource: string;
}

/** A topic's policy with one more statement. */
export function withStatement(text: string, { label, accounts, actions, resource }: Permission): string {
  const policy = readPolicy(text);
  if (policy.Statement.some(({ Sid }) => Sid === label)) throw invalid('Statement already exists');
  if (actions.some((action) => !ACTIONS.has(action))) throw invalid('Policy statement action out of service scope!');
  const statement = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrAll(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrAll(actions.map((action) => `SNS:${action}`)),
    Resource: resource,
  };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
}

/** A topic's policy without the statement of that label; one that is not there is nothing to complain of. */
export function withoutStatement(text: string, label: string): string {
  const policy = readPolicy(text);
  return JSON.stringify({ ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== label) });
}

function oneOrAll(items: readonly string[]): string | readonly string[] {
  return items.length === 1 ? items[0]! : items;
}
