import type { Owner } from './arn.ts';
import { type Verdict, type Wish, fitsAny, policySays } from './policy.ts';
import type { FoundKind, Permission } from './reading.ts';
import { propertyOf } from './resource.ts';
import type { Shelf } from './shelf.ts';
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
export function permissionFor(asked: Asked, shelf: Shelf, owner: Owner): Permission {
  const { kind } = asked;
  if (kind === 'logGroup')
    return asked.role ? missing('EventBridge takes no RoleArn for a log group') : ofLogGroup(asked, shelf, owner);
  const locked = ofManagedKey(asked, shelf);
  if (locked !== undefined) return locked;
  if (asked.role) return { kind: 'given', by: 'the role of the target' };
  if (BY_ROLE.includes(kind)) return missing('the target has no RoleArn, and nothing else lets a rule in');
  if (kind === 'bus') return unknown('the target has no RoleArn; the policy of the bus has a say in it');
  if (kind === 'function') return ofFunction(asked, shelf);
  if (kind === 'queue') {
    return byPolicy(
      asked,
      { policy: 'AWS::SQS::QueuePolicy', list: 'Queues', action: 'sqs:SendMessage' },
      shelf,
      owner,
    );
  }
  if (kind === 'topic') {
    return byPolicy(asked, { policy: 'AWS::SNS::TopicPolicy', list: 'Topics', action: 'sns:Publish' }, shelf, owner);
  }
  return unknown('this kind of target is not looked into');
}

/** AWS's own keys for queues and topics let no service in, whatever the policy of the queue says. */
function ofManagedKey({ arn }: Asked, shelf: Shelf): Permission | undefined {
  const key = nameIn(shelf.made(arn)?.properties['KmsMasterKeyId']);
  if (key === undefined || !/(?:^|:)alias\/aws\/(?:sqs|sns)$/.test(key)) return undefined;
  return missing(`it is encrypted with "${key}", a key that lets no service in: a key of one's own can`);
}

function missing(by: string): Permission {
  return { kind: 'missing', by };
}

function unknown(by: string): Permission {
  return { kind: 'unknown', by };
}

function ofFunction({ arn, ruleArn }: Asked, shelf: Shelf): Permission {
  const { name } = partsOfArn(arn);
  const grants = shelf
    .permissionsOf(name)
    .filter(
      (grant) =>
        fitsAny(propertyOf(grant, 'Principal'), 'events.amazonaws.com') &&
        fitsAny(propertyOf(grant, 'Action') ?? 'lambda:InvokeFunction', 'lambda:InvokeFunction', true),
    );
  const fitting = grants.find((grant) => {
    const source = propertyOf(grant, 'SourceArn');
    return source === undefined || fitsAny(source, ruleArn);
  });
  if (fitting !== undefined) return { kind: 'given', by: fitting.id };
  const [other] = grants;
  if (other !== undefined) {
    const source = propertyOf(other, 'SourceArn');
    if (source instanceof Unresolved && source.standIn === undefined) return unknown(source.why);
    return missing(`"${other.id}" is for ${nameIn(source) ?? 'another rule'}, and this rule is ${ruleArn}`);
  }
  if (shelf.made(arn) === undefined) return unknown('the function is not made here');
  return missing('no AWS::Lambda::Permission lets events.amazonaws.com invoke it');
}

interface ByPolicy {
  readonly policy: string;
  /** The property that says whose policy it is. */
  readonly list: string;
  readonly action: string;
}

function byPolicy({ arn, ruleArn }: Asked, { policy, list, action }: ByPolicy, shelf: Shelf, owner: Owner): Permission {
  const wish: Wish = { action, resource: arn, source: ruleArn, account: owner.account };
  const { name } = partsOfArn(arn);
  const policies = shelf.ofType(policy).filter((resource) =>
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
  if (shelf.made(arn) === undefined) return unknown('it is not made here');
  const which = policies.length === 0 ? `no ${policy}` : `"${policies[0]!.id}" does not`;
  return missing(
    policies.length === 0
      ? `${which} lets events.amazonaws.com do ${action} for this rule`
      : `${which} let events.amazonaws.com do ${action} for ${ruleArn}`,
  );
}

function ofLogGroup({ arn, ruleArn }: Asked, shelf: Shelf, owner: Owner): Permission {
  const wish = { action: 'logs:PutLogEvents', resource: arn, source: ruleArn, account: owner.account };
  const given = shelf
    .ofType('AWS::Logs::ResourcePolicy')
    .find(
      (resource) =>
        policySays(propertyOf(resource, 'PolicyDocument'), { ...wish, resource: `${arn.replace(/:\*$/, '')}:*` }) ===
        'allows',
    );
  if (given !== undefined) return { kind: 'given', by: given.id };
  return unknown('no AWS::Logs::ResourcePolicy here lets events in; the account may have one');
}
