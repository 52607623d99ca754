import { type Owner, arnFor, nameProperty } from './arn.ts';
import { type Verdict, type Wish, fitsAny, policySays } from './policy.ts';
import type { FoundKind, Permission } from './reading.ts';
import { type Resource, propertyOf } from './resource.ts';
import { partsOfArn } from './target-kind.ts';
import { Unresolved, itemsOf, nameIn } from './value.ts';

/** A target, as far as it counts for whether EventBridge may send there. */
export interface Asked {
  readonly kind: FoundKind;
  readonly arn: string;
  /** The role of the target, where it has one. */
  readonly role: boolean;
  readonly ruleArn: string;
}

/** Services that take events from a role of the target's only. */
const BY_ROLE: readonly FoundKind[] = [
  'stream',
  'deliveryStream',
  'stateMachine',
  'cluster',
  'document',
  'apiDestination',
];

/** Whether EventBridge may send to a target, by what the same code says; the rule is of `owner`. */
export function permissionFor(asked: Asked, resources: readonly Resource[], owner: Owner): Permission {
  const { kind, arn } = asked;
  if (asked.role) return { kind: 'given', by: 'the role of the target' };
  if (BY_ROLE.includes(kind))
    return { kind: 'missing', by: 'the target has no RoleArn, and nothing else lets a rule in' };
  if (kind === 'bus') {
    const isOwn = partsOfArn(arn).account === owner.account;
    return isOwn ? missing('the target has no RoleArn') : unknown('the other account has a say in it');
  }
  if (kind === 'function') return ofFunction(asked, resources);
  if (kind === 'queue') {
    return byPolicy(
      asked,
      { policy: 'AWS::SQS::QueuePolicy', of: 'AWS::SQS::Queue', list: 'Queues', action: 'sqs:SendMessage' },
      resources,
      owner,
    );
  }
  if (kind === 'topic') {
    return byPolicy(
      asked,
      { policy: 'AWS::SNS::TopicPolicy', of: 'AWS::SNS::Topic', list: 'Topics', action: 'sns:Publish' },
      resources,
      owner,
    );
  }
  if (kind === 'logGroup') return ofLogGroup(asked, resources, owner);
  return unknown('this kind of target is not looked into');
}

function missing(by: string): Permission {
  return { kind: 'missing', by };
}

function unknown(by: string): Permission {
  return { kind: 'unknown', by };
}

function ofFunction({ arn, ruleArn }: Asked, resources: readonly Resource[]): Permission {
  const { name } = partsOfArn(arn);
  const grants = resources.filter(
    (resource) =>
      resource.type === 'AWS::Lambda::Permission' &&
      functionName(nameIn(propertyOf(resource, 'FunctionName')) ?? '') === name &&
      fitsAny(propertyOf(resource, 'Principal'), 'events.amazonaws.com') &&
      fitsAny(propertyOf(resource, 'Action') ?? 'lambda:InvokeFunction', 'lambda:InvokeFunction', true),
  );
  const fitting = grants.find((grant) => {
    const source = propertyOf(grant, 'SourceArn');
    return source === undefined || fitsAny(source, ruleArn);
  });
  if (fitting !== undefined) return { kind: 'given', by: fitting.id };
  const [other] = grants;
  if (other?.placeOf !== undefined) {
    const source = propertyOf(other, 'SourceArn');
    if (source instanceof Unresolved && source.standIn === undefined) return unknown(source.why);
    return missing(`"${other.id}" is for ${nameIn(source) ?? 'another rule'}, and this rule is ${ruleArn}`);
  }
  if (!isMadeHere('AWS::Lambda::Function', arn, resources)) return unknown('the function is not made here');
  return missing('no AWS::Lambda::Permission lets events.amazonaws.com invoke it');
}

function functionName(written: string): string {
  return written.startsWith('arn:') ? partsOfArn(written).name : written.replace(/:.*$/, '');
}

interface ByPolicy {
  readonly policy: string;
  readonly of: string;
  /** The property that says whose policy it is. */
  readonly list: string;
  readonly action: string;
}

function byPolicy(
  { arn, ruleArn }: Asked,
  { policy, of, list, action }: ByPolicy,
  resources: readonly Resource[],
  owner: Owner,
): Permission {
  const wish: Wish = { action, resource: arn, source: ruleArn, account: owner.account };
  const { name } = partsOfArn(arn);
  const policies = resources.filter(
    (resource) =>
      resource.type === policy &&
      itemsOf(propertyOf(resource, list)).some((one) => {
        const written = nameIn(one) ?? '';
        return written === arn || written.split(/[/:]/).at(-1) === name;
      }),
  );
  const verdicts = policies.map((one): readonly [Verdict, string] => [
    policySays(propertyOf(one, 'PolicyDocument'), wish),
    one.id,
  ]);
  const denied = verdicts.find(([verdict]) => verdict === 'denies');
  if (denied !== undefined) return missing(`"${denied[1]}" denies it`);
  const allowed = verdicts.find(([verdict]) => verdict === 'allows');
  if (allowed !== undefined) return { kind: 'given', by: allowed[1] };
  const doubtful = verdicts.find(([verdict]) => verdict === 'cannot be told');
  if (doubtful !== undefined) return unknown(`"${doubtful[1]}" asks what only AWS can tell`);
  if (!isMadeHere(of, arn, resources)) return unknown('it is not made here');
  const which = policies.length === 0 ? `no ${policy}` : `"${policies[0]!.id}" does not`;
  return missing(
    policies.length === 0
      ? `${which} lets events.amazonaws.com do ${action} for this rule`
      : `${which} let events.amazonaws.com do ${action} for ${ruleArn}`,
  );
}

function ofLogGroup({ arn, ruleArn }: Asked, resources: readonly Resource[], owner: Owner): Permission {
  const wish = { action: 'logs:PutLogEvents', resource: arn, source: ruleArn, account: owner.account };
  const given = resources.find(
    (resource) =>
      resource.type === 'AWS::Logs::ResourcePolicy' &&
      policySays(propertyOf(resource, 'PolicyDocument'), { ...wish, resource: `${arn.replace(/:\*$/, '')}:*` }) ===
        'allows',
  );
  if (given !== undefined) return { kind: 'given', by: given.id };
  return unknown('no AWS::Logs::ResourcePolicy here lets events in; the account may have one');
}

/** Whether the code makes what an ARN names, so that its policies are there to be read. */
export function isMadeHere(type: string, arn: string, resources: readonly Resource[]): boolean {
  return resources.some((resource) => {
    if (resource.type !== type && !(type === 'AWS::Lambda::Function' && resource.type === 'AWS::Serverless::Function'))
      return false;
    return (
      nameIn(arnFor(resource.type, nameOfResource(resource), resource.owner)) ===
      arn.replace(/(:function:[^:]+):.*$/, '$1')
    );
  });
}

/** The name of a resource, or what stands in for it. */
export function nameOfResource(resource: Resource): string {
  const property = nameProperty(resource.type);
  return nameIn(property === undefined ? undefined : propertyOf(resource, property)) ?? resource.id;
}
