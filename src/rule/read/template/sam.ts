import { type Owner, arnFor } from '../arn.ts';

import { type Resource, propertyOf } from '../resource.ts';
import { nameOfResource } from '../shelf.ts';
import { type Value, type ValueMap, at, isList, isMap, itemsOf, membersOf, nameIn } from '../value.ts';

const FUNCTION = 'AWS::Serverless::Function';
const MACHINE = 'AWS::Serverless::StateMachine';

/** Puts the members of `Globals` into what they are for. */
export function withGlobals(resources: readonly Resource[], globals: Value | undefined): readonly Resource[] {
  return resources.map((resource) => {
    const kind = /^AWS::Serverless::(\w+)$/.exec(resource.type)?.[1] ?? '';
    const shared = at(globals, kind);
    if (!isMap(shared)) return resource;
    return { ...resource, properties: merged(shared, resource.properties) as ValueMap };
  });
}

/** SAM's own way to merge: objects member by member, lists one after the other, anything else the nearer one. */
function merged(shared: Value, own: Value): Value {
  if (isList(shared) && isList(own)) return [...shared, ...own];
  if (!isMap(shared) || !isMap(own)) return own;
  const names = new Set([...Object.keys(shared), ...Object.keys(own)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const [far, near] = [shared[name], own[name]];
      return [name, far === undefined ? near! : near === undefined ? far : merged(far, near)];
    }),
  );
}

/** What the transform of SAM makes of resources: rules, permissions, mappings and queues of the events of functions and state machines. */
export function samResources(resources: readonly Resource[], owner: Owner): readonly Resource[] {
  return resources.flatMap((resource) => {
    if (resource.type === 'AWS::Serverless::Connector') return ofConnector(resource, resources, owner);
    if (resource.type !== FUNCTION && resource.type !== MACHINE) return [];
    return Object.entries(membersOf(propertyOf(resource, 'Events'))).flatMap(([id, event]) =>
      ofEvent(resource, id, event, owner),
    );
  });
}

function ofEvent(resource: Resource, id: string, event: Value, owner: Owner): readonly Resource[] {
  const properties = membersOf(at(event, 'Properties'));
  const name = `${resource.id}${id}`;
  const arn = arnFor(resource.type, nameOfResource(resource), owner);
  const made = (type: string, madeId: string, members: ValueMap): Resource => ({
    id: madeId,
    type,
    properties: members,
    root: resource.root,
    owner,
    placeOf: (first, ...rest) =>
      resource.placeOf('Events', id, 'Properties', ...(first === 'EventPattern' ? ['Pattern'] : []), ...rest),
  });
  const permission = (principal: string, source: Value): Resource =>
    made('AWS::Lambda::Permission', `${name}Permission`, {
      Action: 'lambda:InvokeFunction',
      FunctionName: nameOfResource(resource),
      Principal: principal,
      SourceArn: source,
    });

  switch (nameIn(at(event, 'Type'))) {
    case 'EventBridgeRule':
    case 'CloudWatchEvent': {
      const ruleName = nameIn(properties['RuleName']) ?? name;
      const bus = nameIn(properties['EventBusName'])?.split('/').at(-1) ?? 'default';
      const ruleArn = arnFor('AWS::Events::Rule', bus === 'default' ? ruleName : `${bus}/${ruleName}`, owner);
      const queue = deadLetters(name, properties['DeadLetterConfig'], ruleArn, owner, made);
      const target = {
        Id:
          at(properties['Target'], 'Id') ??
          `${name}${resource.type === FUNCTION ? 'LambdaTarget' : 'StepFunctionsTarget'}`,
        Arn: arn,
        ...picked(properties, ['Input', 'InputPath', 'InputTransformer', 'RetryPolicy']),
        ...(queue.arn !== undefined && { DeadLetterConfig: { Arn: queue.arn } }),
        ...(resource.type === MACHINE && {
          RoleArn: properties['Role'] ?? `arn:aws:iam::${owner.account}:role/${name}Role`,
        }),
      };
      return [
        made('AWS::Events::Rule', name, {
          Name: ruleName,
          ...picked(properties, ['EventBusName', 'State']),
          EventPattern: properties['Pattern'] ?? {},
          Targets: [target],
        }),
        ...(resource.type === FUNCTION ? [permission('events.amazonaws.com', ruleArn)] : []),
        ...queue.resources,
      ];
    }
    case 'SQS':
    case 'Kinesis':
      return [
        made('AWS::Lambda::EventSourceMapping', name, {
          EventSourceArn: properties['Queue'] ?? properties['Stream'] ?? '',
          FunctionName: nameOfResource(resource),
          ...picked(properties, ['BatchSize', 'Enabled', 'FunctionResponseTypes', 'FilterCriteria']),
        }),
      ];
    case 'SNS':
      return [
        permission('sns.amazonaws.com', properties['Topic'] ?? ''),
        made('AWS::SNS::Subscription', name, {
          TopicArn: properties['Topic'] ?? '',
          Protocol: 'lambda',
          Endpoint: arn,
          ...picked(properties, ['FilterPolicy', 'FilterPolicyScope']),
        }),
      ];
  }
  return [];
}

type Maker = (type: string, id: string, members: ValueMap) => Resource;

/** A dead-letter queue that is named, or one of the rule's own with a policy that lets the rule in. */
function deadLetters(
  rule: string,
  config: Value | undefined,
  ruleArn: Value,
  owner: Owner,
  made: Maker,
): { readonly arn?: Value; readonly resources: readonly Resource[] } {
  const given = at(config, 'Arn');
  if (given !== undefined) return { arn: given, resources: [] };
  if (nameIn(at(config, 'Type')) !== 'SQS') return { resources: [] };
  const id = nameIn(at(config, 'QueueLogicalId')) ?? `${rule}Queue`;
  const arn = arnFor('AWS::SQS::Queue', id, owner);
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
    Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
  };
  return {
    arn,
    resources: [
      made('AWS::SQS::Queue', id, {}),
      made('AWS::SQS::QueuePolicy', `${id}Policy`, { Queues: [arn], PolicyDocument: { Statement: [statement] } }),
    ],
  };
}

/** A connector from a rule lets that rule write where it leads. */
function ofConnector(resource: Resource, all: readonly Resource[], owner: Owner): readonly Resource[] {
  const byId = (id: Value | undefined): Resource | undefined => all.find((one) => one.id === nameIn(id));
  const source = byId(at(propertyOf(resource, 'Source'), 'Id'));
  if (source?.type !== 'AWS::Events::Rule') return [];
  const ruleArn = arnFor(source.type, nameOfResource(source), owner);
  return itemsOf(propertyOf(resource, 'Destination')).flatMap((destination): Resource[] => {
    const to = byId(at(destination, 'Id'));
    if (to === undefined) return [];
    const arn = arnFor(to.type, nameOfResource(to), owner);
    const made = (type: string, properties: ValueMap): Resource => ({ ...resource, type, properties });
    const PolicyDocument = {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: '*',
          Resource: arn,
          Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
        },
      ],
    };
    if (to.type === 'AWS::SQS::Queue') return [made('AWS::SQS::QueuePolicy', { Queues: [arn], PolicyDocument })];
    if (to.type === 'AWS::SNS::Topic') return [made('AWS::SNS::TopicPolicy', { Topics: [arn], PolicyDocument })];
    return [
      made('AWS::Lambda::Permission', {
        Action: 'lambda:InvokeFunction',
        FunctionName: nameOfResource(to),
        Principal: 'events.amazonaws.com',
        SourceArn: ruleArn,
      }),
    ];
  });
}

function picked(properties: ValueMap, names: readonly string[]): ValueMap {
  return Object.fromEntries(
    names.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
  );
}
