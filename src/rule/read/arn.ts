import { type Value, Unresolved, joined } from './value.ts';

/** Whose resources they are. */
export interface Owner {
  readonly account: string;
  readonly region: string;
}

/** How a kind of resource is called: the property with its name, and what `Ref` and `Fn::GetAtt` give. */
interface Naming {
  readonly property: string;
  readonly service: string;
  /** What stands before the name in the ARN. */
  readonly before: string;
  readonly after?: string;
  readonly ref: 'name' | 'arn' | 'url';
  readonly regional?: false;
  /** Attributes that are the name. */
  readonly names?: readonly string[];
  /** Attributes that are the ARN, besides `Arn`. */
  readonly arns?: readonly string[];
}

const NAMINGS: Readonly<Record<string, Naming>> = {
  'AWS::Lambda::Function': { property: 'FunctionName', service: 'lambda', before: 'function:', ref: 'name' },
  'AWS::SQS::Queue': { property: 'QueueName', service: 'sqs', before: '', ref: 'url', names: ['QueueName'] },
  'AWS::SNS::Topic': {
    property: 'TopicName',
    service: 'sns',
    before: '',
    ref: 'arn',
    names: ['TopicName'],
    arns: ['TopicArn'],
  },
  'AWS::Events::Rule': { property: 'Name', service: 'events', before: 'rule/', ref: 'name' },
  'AWS::Events::EventBus': { property: 'Name', service: 'events', before: 'event-bus/', ref: 'name', names: ['Name'] },
  'AWS::Events::ApiDestination': { property: 'Name', service: 'events', before: 'api-destination/', ref: 'name' },
  'AWS::Events::Connection': { property: 'Name', service: 'events', before: 'connection/', ref: 'name' },
  'AWS::StepFunctions::StateMachine': {
    property: 'StateMachineName',
    service: 'states',
    before: 'stateMachine:',
    ref: 'arn',
    names: ['Name'],
  },
  // SAM has a word of its own for it.
  'AWS::Serverless::StateMachine': {
    property: 'Name',
    service: 'states',
    before: 'stateMachine:',
    ref: 'arn',
    names: ['Name'],
  },
  'AWS::Kinesis::Stream': { property: 'Name', service: 'kinesis', before: 'stream/', ref: 'name' },
  'AWS::KinesisFirehose::DeliveryStream': {
    property: 'DeliveryStreamName',
    service: 'firehose',
    before: 'deliverystream/',
    ref: 'name',
  },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', service: 'logs', before: 'log-group:', after: ':*', ref: 'name' },
  'AWS::ECR::Repository': { property: 'RepositoryName', service: 'ecr', before: 'repository/', ref: 'name' },
  'AWS::ECS::Cluster': { property: 'ClusterName', service: 'ecs', before: 'cluster/', ref: 'name' },
  'AWS::ECS::TaskDefinition': {
    property: 'Family',
    service: 'ecs',
    before: 'task-definition/',
    after: ':1',
    ref: 'arn',
    arns: ['TaskDefinitionArn'],
  },
  'AWS::IAM::Role': { property: 'RoleName', service: 'iam', before: 'role/', ref: 'name', regional: false },
  'AWS::DynamoDB::Table': { property: 'TableName', service: 'dynamodb', before: 'table/', ref: 'name' },
  'AWS::S3::Bucket': { property: 'BucketName', service: 's3', before: '', ref: 'name', regional: false },
  'AWS::SSM::Document': { property: 'Name', service: 'ssm', before: 'document/', ref: 'name' },
  'AWS::SSM::Parameter': { property: 'Name', service: 'ssm', before: 'parameter/', ref: 'name' },
};

/** The kinds of SAM, and those that differ from others by nothing that matters here. */
const SAME_AS: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
};

/** The property that names a resource of this type; nothing where none does, or nobody has looked. */
export function nameProperty(type: string): string | undefined {
  return namingOf(type)?.property;
}

function namingOf(type: string): Naming | undefined {
  const name = SAME_AS[type] ?? type;
  return Object.hasOwn(NAMINGS, name) ? NAMINGS[name] : undefined;
}

/** China and the government of the United States have partitions of their own. */
export function partitionIn(region: string): string {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** What `Ref` gives of a resource of this name. */
export function refOf(type: string, name: Value, owner: Owner): Value | undefined {
  const naming = namingOf(type);
  if (naming?.ref === 'arn') return arnOf(naming, name, owner);
  if (naming?.ref === 'url') {
    return joined([`https://sqs.${owner.region}.amazonaws.com/${owner.account}/`, name], '', undefined);
  }
  return naming && name;
}

/** What an attribute gives of a resource of this name; nothing where it is not known. */
export function attributeOf(type: string, name: Value, attribute: string, owner: Owner): Value | undefined {
  const naming = namingOf(type);
  if (naming === undefined) return undefined;
  if (attribute === 'Arn' || naming.arns?.includes(attribute) === true) return arnOf(naming, name, owner);
  if (naming.names?.includes(attribute) === true) return name;
  return attribute === 'QueueUrl' ? refOf(type, name, owner) : undefined;
}

/** The ARN of a resource of this type and name. */
export function arnFor(type: string, name: Value, owner: Owner): Value {
  const naming = namingOf(type);
  return naming === undefined ? new Unresolved(`the ARN of a ${type}`, undefined) : arnOf(naming, name, owner);
}

function arnOf({ service, before, after = '', regional }: Naming, name: Value, { account, region }: Owner): Value {
  const partition = partitionIn(region);
  if (service === 's3') return joined([`arn:${partition}:s3:::`, name], '', undefined);
  const place = `arn:${partition}:${service}:${regional === false ? '' : region}:${account}:`;
  return joined([place, before, name, after], '', undefined);
}
