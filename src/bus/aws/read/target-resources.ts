import type { Clients } from '../../remote/clients.ts';
import type { Owner } from '../../../rule/read/arn.ts';
import type { Resource } from '../../../rule/read/resource.ts';
import { partsOfArn } from '../../../rule/read/target-kind.ts';
import { accountResource, present } from './account-resource.ts';
import type { Answer, Asking } from './asking.ts';
import { functionResources, mappingResources } from './function-resources.ts';

/** Reads what a target is, who is let in there, and who is told behind it. Those of other accounts are left alone. */
export async function targetResources(
  clients: Clients,
  arn: string,
  owner: Owner,
  asking: Asking,
): Promise<readonly Resource[]> {
  const { kind, name, account } = partsOfArn(arn);
  if (account !== owner.account) return [];
  switch (kind) {
    case 'function':
      return functionResources(clients, arn, owner, asking);
    case 'queue':
      return [
        ...(await queueResources(clients, arn, name, owner, asking)),
        ...(await pollers(clients, arn, owner, asking)),
      ];
    case 'stream':
      return pollers(clients, arn, owner, asking);
    case 'topic':
      return topicResources(clients, arn, name, owner, asking);
    case 'stateMachine':
      return machineResources(clients, arn, name, owner, asking);
    default:
      return [];
  }
}

async function pollers(clients: Clients, arn: string, owner: Owner, asking: Asking): Promise<readonly Resource[]> {
  const { resources, functions } = await mappingResources(clients, arn, owner, asking);
  const found = [...resources];
  for (const one of functions) found.push(...(await functionResources(clients, one, owner, asking)));
  return found;
}

async function queueResources(
  clients: Clients,
  arn: string,
  QueueName: string,
  owner: Owner,
  { ask }: Asking,
): Promise<readonly Resource[]> {
  const read = await ask('the policy of a queue', arn, async () => {
    const sqs = await clients.open('sqs');
    const { QueueUrl } = await sqs.getQueueUrl({ QueueName });
    return sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Policy', 'KmsMasterKeyId', 'RedrivePolicy'] });
  });
  if (read.kind === 'not there') return [];
  const { Policy, KmsMasterKeyId, RedrivePolicy } = (read.kind === 'said' && read.said.Attributes) || {};
  return [
    accountResource(arn, 'AWS::SQS::Queue', present({ QueueName, KmsMasterKeyId, RedrivePolicy }), owner),
    ...policyOf(arn, 'AWS::SQS::QueuePolicy', 'Queues', read, Policy, owner),
  ];
}

async function topicResources(
  clients: Clients,
  TopicArn: string,
  TopicName: string,
  owner: Owner,
  asking: Asking,
): Promise<readonly Resource[]> {
  const sns = async () => clients.open('sns');
  const read = await asking.ask('the policy of a topic', TopicArn, async () =>
    (await sns()).getTopicAttributes({ TopicArn }),
  );
  if (read.kind === 'not there') return [];
  const { Policy, KmsMasterKeyId } = (read.kind === 'said' && read.said.Attributes) || {};
  const told = await asking.ask('whom a topic tells', TopicArn, async () =>
    (await sns()).listSubscriptionsByTopic({ TopicArn }),
  );
  const subscriptions = told.kind === 'said' ? (told.said.Subscriptions ?? []) : [];
  const behind: Resource[] = [];
  for (const { Endpoint = '', Protocol } of subscriptions) {
    behind.push(
      accountResource(
        `${TopicArn}:${Protocol}`,
        'AWS::SNS::Subscription',
        present({ TopicArn, Protocol, Endpoint }),
        owner,
      ),
    );
    // A topic that tells a topic there is none: this ends.
    if (Protocol === 'lambda' || Protocol === 'sqs')
      behind.push(...(await targetResources(clients, Endpoint, owner, asking)));
  }
  return [
    accountResource(TopicArn, 'AWS::SNS::Topic', present({ TopicName, KmsMasterKeyId }), owner),
    ...policyOf(TopicArn, 'AWS::SNS::TopicPolicy', 'Topics', read, Policy, owner),
    ...behind,
  ];
}

async function machineResources(
  clients: Clients,
  stateMachineArn: string,
  StateMachineName: string,
  owner: Owner,
  { ask }: Asking,
): Promise<readonly Resource[]> {
  const read = await ask('the definition of a state machine', stateMachineArn, async () =>
    (await clients.open('sfn')).describeStateMachine({ stateMachineArn }),
  );
  if (read.kind === 'not there') return [];
  const DefinitionString = read.kind === 'said' ? read.said.definition : undefined;
  const properties = present({ StateMachineName, DefinitionString });
  return [accountResource(stateMachineArn, 'AWS::StepFunctions::StateMachine', properties, owner)];
}

/** A policy that is there, or one of which nobody knows what it says. */
function policyOf(
  arn: string,
  type: string,
  list: string,
  read: Answer<unknown>,
  policy: string | undefined,
  owner: Owner,
): readonly Resource[] {
  const PolicyDocument = read.kind === 'not told' ? read.why : policy;
  if (PolicyDocument === undefined || PolicyDocument === '') return [];
  return [accountResource(arn, type, { [list]: [arn], PolicyDocument }, owner)];
}
