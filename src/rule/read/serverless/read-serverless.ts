import { dirname, resolve } from 'node:path';
import { type Owner, arnFor } from '../arn.ts';
import { type MapNode, type Node, entriesOf, memberOf, nearestNode } from '../node.ts';
import type { FormatReading } from '../format-reading.ts';
import type { Deployment, Note } from '../reading.ts';
import type { Resource } from '../resource.ts';
import { openTemplate } from '../template/open-template.ts';
import { type Value, type ValueMap, at, isMap, itemsOf, membersOf, nameIn } from '../value.ts';
import { withVariables } from './variables.ts';

/** Reads a `serverless.yml`: the functions with their events, and the resources of CloudFormation beside them. */
export function readServerless(file: string, written: Node, options: Deployment, owner: Owner): FormatReading {
  const notes: Note[] = [];
  const files = [file];
  const service = withVariables(written, { file, options, owner, files });
  const own = memberOf(service, 'resources');
  // `resources` may be a list of parts, each with resources of its own.
  const parts = own?.kind === 'list' ? own.items : own === undefined ? [] : [own];
  const root: MapNode = {
    kind: 'map',
    place: service.place,
    entries: new Map<string, Node>([['Resources', mergedResources(parts, service)]]),
  };
  const template = openTemplate(root, { ...options, file, tell: (note) => notes.push(note) });
  const value = (node: Node | undefined): Value | undefined => node && template.evaluate(node);
  const stage =
    nameIn(value(memberOf(memberOf(service, 'provider'), 'stage'))) ??
    (options.parameters.has('stage') ? options.parameters.get('stage') : 'dev');
  const serviceName = nameIn(value(memberOf(service, 'service'))) ?? 'service';

  const functions = entriesOf(functionsOf(service)).flatMap(([key, node]) => {
    const body = membersOf(value(node));
    const name = nameIn(body['name']) ?? `${serviceName}-${stage}-${key}`;
    const provider = membersOf(value(memberOf(service, 'provider')));
    return [
      functionResource({ key, name, body, provider, node, file, owner }),
      ...itemsOf(body['events']).flatMap((event, index) =>
        eventResources({ key, name, index, nth: oldBefore(body['events'], index) + 1, event, node, file, owner }),
      ),
    ];
  });
  return { resources: [...template.resources(), ...functions], notes, files };
}

/** `functions` may be a list of parts too. */
function functionsOf(service: Node): Node | undefined {
  const functions = memberOf(service, 'functions');
  return functions?.kind === 'list' ? together(functions.items, functions) : functions;
}

function mergedResources(parts: readonly Node[], service: Node): Node {
  return together(
    parts.flatMap((part) => memberOf(part, 'Resources') ?? []),
    service,
  );
}

function together(parts: readonly Node[], around: Node): Node {
  const keys = new Map(parts.flatMap((part) => (part.kind === 'map' ? [...(part.keys ?? [])] : [])));
  return { kind: 'map', entries: new Map(parts.flatMap((part) => entriesOf(part))), keys, place: around.place };
}

interface FunctionParts {
  readonly key: string;
  readonly name: string;
  readonly body: ValueMap;
  readonly provider: ValueMap;
  readonly node: Node;
  readonly file: string;
  readonly owner: Owner;
}

function functionResource({ key, name, body, provider, node, file, owner }: FunctionParts): Resource {
  const environment = { ...membersOf(provider['environment']), ...membersOf(body['environment']) };
  const pick = (member: string): Value | undefined => body[member] ?? provider[member];
  const properties: ValueMap = {
    FunctionName: name,
    // The handler's path begins where the service does.
    Code: '.',
    ...compact({
      Handler: body['handler'],
      Runtime: pick('runtime'),
      Timeout: pick('timeout'),
      MemorySize: pick('memorySize'),
    }),
    ...(body['image'] !== undefined && { PackageType: 'Image' }),
    Environment: { Variables: environment },
  };
  return {
    id: logicalId(key),
    type: 'AWS::Lambda::Function',
    properties,
    root: dirname(resolve(file)),
    owner,
    placeOf: () => node.place,
  };
}

/** The framework's own way to name what it makes of a function. */
function logicalId(key: string): string {
  const plain = key.replaceAll('-', 'Dash').replaceAll('_', 'Underscore');
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}LambdaFunction`;
}

function compact(members: Readonly<Record<string, Value | undefined>>): ValueMap {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

interface EventOfFunction {
  readonly key: string;
  readonly name: string;
  readonly index: number;
  /** Which of the function's events of the old kind it would be; AWS draws the names of their rules. */
  readonly nth: number;
  readonly event: Value;
  readonly node: Node;
  readonly file: string;
  readonly owner: Owner;
}

function oldBefore(events: Value | undefined, index: number): number {
  return itemsOf(events)
    .slice(0, index)
    .filter((event) => at(event, 'cloudwatchEvent') !== undefined).length;
}

/** What the framework makes of one event of a function: a rule that may invoke it, or a mapping of a queue. */
function eventResources({ key, name, index, nth, event, node, file, owner }: EventOfFunction): readonly Resource[] {
  const place = nearestNode(node, ['events', index]).place;
  const made = (type: string, id: string, properties: ValueMap): Resource => ({
    id,
    type,
    properties,
    root: dirname(resolve(file)),
    owner,
    placeOf: (first) =>
      first === 'EventPattern' ? nearestNode(node, ['events', index, 'eventBridge', 'pattern']).place : place,
  });
  const arn = arnFor('AWS::Lambda::Function', name, owner);
  const queue = at(event, 'sqs') ?? at(event, 'stream');
  if (queue !== undefined) {
    const settings = isMap(queue) ? queue : { arn: queue };
    return [
      made('AWS::Lambda::EventSourceMapping', `${logicalId(key)}EventSource${index}`, {
        ...compact({ EventSourceArn: settings['arn'], BatchSize: settings['batchSize'], Enabled: settings['enabled'] }),
        FunctionName: name,
        ...(settings['functionResponseType'] !== undefined && {
          FunctionResponseTypes: settings['functionResponseType'],
        }),
      }),
    ];
  }
  const bridge = at(event, 'eventBridge') ?? at(event, 'cloudwatchEvent');
  if (!isMap(bridge)) return [];
  const pattern = bridge['pattern'] ?? bridge['event'];
  const isOld = at(event, 'eventBridge') === undefined;
  const ruleName = isOld
    ? `${logicalId(key).replace(/LambdaFunction$/, '')}EventsRuleCloudWatchEvent${nth}`
    : (nameIn(bridge['name']) ?? `${name}-rule-${index + 1}`.slice(-64));
  const bus = nameIn(bridge['eventBus'])?.split('/').at(-1) ?? 'default';
  const ruleArn = arnFor('AWS::Events::Rule', bus === 'default' ? ruleName : `${bus}/${ruleName}`, owner);
  const transformer = membersOf(bridge['inputTransformer']);
  const retry = membersOf(bridge['retryPolicy']);
  const target = {
    Id: isOld ? `${key}CloudWatchEvent` : `${ruleName}-target`,
    Arn: arn,
    ...compact({ Input: bridge['input'], InputPath: bridge['inputPath'] }),
    ...(bridge['inputTransformer'] !== undefined && {
      InputTransformer: compact({
        InputPathsMap: transformer['inputPathsMap'],
        InputTemplate: transformer['inputTemplate'],
      }),
    }),
    ...(bridge['retryPolicy'] !== undefined && {
      RetryPolicy: compact({
        MaximumRetryAttempts: retry['maximumRetryAttempts'],
        MaximumEventAgeInSeconds: retry['maximumEventAge'],
      }),
    }),
    ...(bridge['deadLetterQueueArn'] !== undefined && { DeadLetterConfig: { Arn: bridge['deadLetterQueueArn'] } }),
  };
  return [
    made('AWS::Events::Rule', ruleName, {
      Name: ruleName,
      EventBusName: bus,
      ...compact({ EventPattern: pattern, ScheduleExpression: bridge['schedule'] }),
      State: bridge['enabled'] === false ? 'DISABLED' : 'ENABLED',
      Targets: [target],
    }),
    made('AWS::Lambda::Permission', `${logicalId(key)}Permission${index}`, {
      Action: 'lambda:InvokeFunction',
      FunctionName: name,
      Principal: 'events.amazonaws.com',
      SourceArn: ruleArn,
    }),
  ];
}
