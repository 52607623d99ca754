import { type Place } from '../../../problem.ts';
import { type Owner, arnFor } from '../arn.ts';
import type { Note } from '../reading.ts';
import { type Resource } from '../resource.ts';
import { ruleKey, strayTargets } from './stray-targets.ts';
import { type Value, type ValueMap, Unresolved, at, isList, isMap, itemsOf, membersOf, nameIn } from '../value.ts';

/** A resource of Terraform's AWS provider, its arguments and attributes worked out as far as they can be. */
export interface Block {
  readonly type: string;
  readonly address: string;
  readonly values: ValueMap;
  /** The folder that paths of code are relative to. */
  readonly root: string;
  placeOf(argument?: string): Place;
}

/** What a type is called in CloudFormation, and the argument that names it. */
const TYPES: Readonly<Record<string, readonly [type: string, name: string]>> = {
  aws_lambda_function: ['AWS::Lambda::Function', 'function_name'],
  aws_sqs_queue: ['AWS::SQS::Queue', 'name'],
  aws_sns_topic: ['AWS::SNS::Topic', 'name'],
  aws_cloudwatch_event_rule: ['AWS::Events::Rule', 'name'],
  aws_cloudwatch_event_bus: ['AWS::Events::EventBus', 'name'],
  aws_cloudwatch_event_api_destination: ['AWS::Events::ApiDestination', 'name'],
  aws_sfn_state_machine: ['AWS::StepFunctions::StateMachine', 'name'],
  aws_kinesis_stream: ['AWS::Kinesis::Stream', 'name'],
  aws_kinesis_firehose_delivery_stream: ['AWS::KinesisFirehose::DeliveryStream', 'name'],
  aws_cloudwatch_log_group: ['AWS::Logs::LogGroup', 'name'],
  aws_ecr_repository: ['AWS::ECR::Repository', 'name'],
  aws_ecs_cluster: ['AWS::ECS::Cluster', 'name'],
  aws_ecs_task_definition: ['AWS::ECS::TaskDefinition', 'family'],
  aws_iam_role: ['AWS::IAM::Role', 'name'],
  aws_dynamodb_table: ['AWS::DynamoDB::Table', 'name'],
  aws_ssm_document: ['AWS::SSM::Document', 'name'],
};

/** The argument that names a resource of a type; nothing where none does. */
export function nameArgument(type: string): string | undefined {
  return Object.hasOwn(TYPES, type) ? TYPES[type]![1] : undefined;
}

/** What an attribute gives that Terraform learns from AWS, for a resource of this name; nothing where that is not known. */
export function computedAttribute(type: string, name: Value, attribute: string, owner: Owner): Value | undefined {
  if (!Object.hasOwn(TYPES, type)) return undefined;
  const [cloudFormation, argument] = TYPES[type]!;
  if (attribute === 'arn' || attribute === 'qualified_arn') return withoutStar(arnFor(cloudFormation, name, owner));
  if (attribute === argument) return name;
  if (attribute !== 'id' && attribute !== 'url') return undefined;
  if (type === 'aws_sqs_queue') {
    const text = nameIn(name);
    const url = `https://sqs.${owner.region}.amazonaws.com/${owner.account}/${text ?? ''}`;
    return name instanceof Unresolved ? new Unresolved(name.why, name.place, url) : url;
  }
  return ['aws_sns_topic', 'aws_sfn_state_machine', 'aws_ecs_cluster'].includes(type)
    ? arnFor(cloudFormation, name, owner)
    : name;
}

/** Terraform gives the ARN of a log group without the star for its streams. */
function withoutStar(arn: Value): Value {
  return typeof arn === 'string' ? arn.replace(/:\*$/, '') : arn;
}

/** Words the resources of Terraform as CloudFormation would have them, each rule with its targets; and tells of targets without a rule. */
export function translated(
  blocks: readonly Block[],
  owner: Owner,
): { readonly resources: readonly Resource[]; readonly notes: readonly Note[] } {
  const targets = Map.groupBy(
    blocks.filter(({ type }) => type === 'aws_cloudwatch_event_target'),
    ({ values }) => ruleKey(nameIn(values['rule']), values['event_bus_name']),
  );
  const resources = blocks.flatMap((block) => {
    if (block.type === 'aws_cloudwatch_event_rule') return [ruleOf(block, targets, owner)];
    const words = Object.hasOwn(WORDS, block.type) ? WORDS[block.type]!(block.values) : [];
    return words.map(([type, properties]) => resourceOf(block, owner, type, properties));
  });
  return { resources, notes: strayTargets(blocks) };
}

function resourceOf(
  block: Block,
  owner: Owner,
  type: string,
  properties: ValueMap,
  placeOf?: Resource['placeOf'],
): Resource {
  const id = block.address.replaceAll(/[^A-Za-z0-9_.-]/g, '-');
  return { id, type, properties, root: block.root, owner, placeOf: placeOf ?? (() => block.placeOf()) };
}

function ruleOf(block: Block, all: ReadonlyMap<string, readonly Block[]>, owner: Owner): Resource {
  const { values } = block;
  const name = nameIn(values['name']);
  const targets = all.get(ruleKey(name, values['event_bus_name'])) ?? [];
  const isOff = values['is_enabled'] === false || nameIn(values['is_enabled']) === 'false';
  const properties = {
    ...(name !== undefined && { Name: name }),
    EventBusName: values['event_bus_name'] ?? 'default',
    ...named(values, { EventPattern: 'event_pattern', ScheduleExpression: 'schedule_expression' }),
    State: values['state'] ?? (isOff ? 'DISABLED' : 'ENABLED'),
    Targets: targets.map(targetOf),
  };
  return resourceOf(block, owner, 'AWS::Events::Rule', properties, (first, second) => {
    if (first === 'Targets' && typeof second === 'number') return targets[second]?.placeOf() ?? block.placeOf();
    return block.placeOf(first === 'EventPattern' ? 'event_pattern' : undefined);
  });
}

function targetOf({ values, address }: Block): ValueMap {
  const only = (name: string): ValueMap => membersOf(itemsOf(values[name])[0]);
  const block = (name: string, as: string, members: Readonly<Record<string, string>>): ValueMap => {
    const written = named(only(name), members);
    return Object.keys(written).length === 0 ? {} : { [as]: written };
  };
  const commands = itemsOf(values['run_command_targets']).map((one) =>
    named(membersOf(one), { Key: 'key', Values: 'values' }),
  );
  return {
    Id: values['target_id'] ?? address.split('.').at(-1) ?? address,
    ...named(values, { Arn: 'arn', RoleArn: 'role_arn', Input: 'input', InputPath: 'input_path' }),
    ...block('input_transformer', 'InputTransformer', {
      InputPathsMap: 'input_paths',
      InputTemplate: 'input_template',
    }),
    ...block('retry_policy', 'RetryPolicy', {
      MaximumRetryAttempts: 'maximum_retry_attempts',
      MaximumEventAgeInSeconds: 'maximum_event_age_in_seconds',
    }),
    ...block('dead_letter_config', 'DeadLetterConfig', { Arn: 'arn' }),
    ...block('sqs_target', 'SqsParameters', { MessageGroupId: 'message_group_id' }),
    ...block('kinesis_target', 'KinesisParameters', { PartitionKeyPath: 'partition_key_path' }),
    ...block('ecs_target', 'EcsParameters', {
      TaskDefinitionArn: 'task_definition_arn',
      TaskCount: 'task_count',
      LaunchType: 'launch_type',
    }),
    ...(commands.length > 0 && { RunCommandParameters: { RunCommandTargets: commands } }),
  };
}

type Words = (values: ValueMap) => readonly (readonly [type: string, properties: ValueMap])[];

/** One type of Terraform's may be two of CloudFormation's: a queue with a policy of its own. */
const WORDS: Readonly<Record<string, Words>> = {
  ...Object.fromEntries(
    Object.entries(TYPES).map(([name, [type, argument]]): [string, Words] => [
      name,
      (values) => [[type, named(values, { [nameWord(type)]: argument })]],
    ]),
  ),
  aws_lambda_function: (values) => [
    [
      'AWS::Lambda::Function',
      {
        ...named(values, {
          FunctionName: 'function_name',
          Handler: 'handler',
          Runtime: 'runtime',
          Timeout: 'timeout',
          MemorySize: 'memory_size',
          PackageType: 'package_type',
        }),
        ...codeOf(values),
        ...environmentOf(values),
      },
    ],
  ],
  aws_lambda_permission: (values) => [
    [
      'AWS::Lambda::Permission',
      named(values, {
        FunctionName: 'function_name',
        Action: 'action',
        Principal: 'principal',
        SourceArn: 'source_arn',
      }),
    ],
  ],
  aws_lambda_event_source_mapping: (values) => [
    [
      'AWS::Lambda::EventSourceMapping',
      named(values, {
        EventSourceArn: 'event_source_arn',
        FunctionName: 'function_name',
        BatchSize: 'batch_size',
        Enabled: 'enabled',
        FunctionResponseTypes: 'function_response_types',
      }),
    ],
  ],
  aws_sqs_queue: (values) => [
    [
      'AWS::SQS::Queue',
      named(values, { QueueName: 'name', RedrivePolicy: 'redrive_policy', KmsMasterKeyId: 'kms_master_key_id' }),
    ],
    ...policyOf('AWS::SQS::QueuePolicy', { Queues: values['name'] }, values['policy']),
  ],
  aws_sqs_queue_policy: (values) =>
    policyOf('AWS::SQS::QueuePolicy', { Queues: values['queue_url'] }, values['policy']),
  aws_sns_topic: (values) => [
    ['AWS::SNS::Topic', named(values, { TopicName: 'name', KmsMasterKeyId: 'kms_master_key_id' })],
    ...policyOf('AWS::SNS::TopicPolicy', { Topics: values['name'] }, values['policy']),
  ],
  aws_sns_topic_subscription: (values) => [
    [
      'AWS::SNS::Subscription',
      named(values, {
        TopicArn: 'topic_arn',
        Protocol: 'protocol',
        Endpoint: 'endpoint',
        RawMessageDelivery: 'raw_message_delivery',
        FilterPolicy: 'filter_policy',
        FilterPolicyScope: 'filter_policy_scope',
      }),
    ],
  ],
  aws_sns_topic_policy: (values) => policyOf('AWS::SNS::TopicPolicy', { Topics: values['arn'] }, values['policy']),
  aws_cloudwatch_log_resource_policy: (values) => policyOf('AWS::Logs::ResourcePolicy', {}, values['policy_document']),
  aws_sfn_state_machine: (values) => [
    ['AWS::StepFunctions::StateMachine', named(values, { StateMachineName: 'name', DefinitionString: 'definition' })],
  ],
};

function nameWord(type: string): string {
  const words: Readonly<Record<string, string>> = {
    'AWS::ECR::Repository': 'RepositoryName',
    'AWS::ECS::Cluster': 'ClusterName',
    'AWS::ECS::TaskDefinition': 'Family',
    'AWS::IAM::Role': 'RoleName',
    'AWS::DynamoDB::Table': 'TableName',
    'AWS::Logs::LogGroup': 'LogGroupName',
    'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  };
  return words[type] ?? 'Name';
}

function policyOf(
  type: string,
  whose: Readonly<Record<string, Value | undefined>>,
  policy: Value | undefined,
): ReturnType<Words> {
  if (policy === undefined || policy === '') return [];
  const owners = Object.fromEntries(Object.entries(whose).map(([name, one]) => [name, one === undefined ? [] : [one]]));
  return [[type, { ...owners, PolicyDocument: policy }]];
}

function codeOf(values: ValueMap): ValueMap {
  if (values['image_uri'] !== undefined) return { Code: { ImageUri: values['image_uri'] } };
  if (values['s3_bucket'] !== undefined) return { Code: { S3Bucket: values['s3_bucket'] } };
  return values['filename'] === undefined ? {} : { Code: values['filename'] };
}

function environmentOf(values: ValueMap): ValueMap {
  const variables = at(itemsOf(values['environment'])[0], 'variables');
  return isMap(variables) ? { Environment: { Variables: variables } } : {};
}

/** The members that are there, by their names in CloudFormation. Providers write what is not given as null, or as an empty list. */
function named(values: ValueMap, names: Readonly<Record<string, string>>): ValueMap {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, argument]) => {
      const value = values[argument];
      const isNothing = value === undefined || value === null || value === '' || (isList(value) && value.length === 0);
      return isNothing ? [] : [[name, value]];
    }),
  );
}
