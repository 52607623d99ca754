import type { Random } from '../../../random.ts';
import type { Agenda } from '../../agenda.ts';
import type { Fault } from '../../../wire/fault.ts';
import { Failure } from '../failure.ts';
import type { Resource } from './resource.ts';

type ServiceResource = Extract<Resource, { kind: 'service' }>;

/** A service by the names it goes by: of its SDK package, in the errors of the integrations made for it, and in the words of their causes. */
interface Names {
  readonly client: string;
  readonly prefix: string;
  readonly words: string;
}

/** The services whose optimized integrations word errors as SDK 1 for Java did. */
const OPTIMIZED: Readonly<Record<string, Names>> = {
  lambda: { client: 'lambda', prefix: 'Lambda', words: 'AWSLambda' },
  sqs: { client: 'sqs', prefix: 'SQS', words: 'AmazonSQS' },
  sns: { client: 'sns', prefix: 'SNS', words: 'AmazonSNS' },
  events: { client: 'eventbridge', prefix: 'EventBridge', words: 'AmazonEventBridge' },
  states: { client: 'sfn', prefix: 'StepFunctions', words: 'AWSStepFunctions' },
  ecs: { client: 'ecs', prefix: 'ECS', words: 'AmazonECS' },
};

/** `aws-sdk:` names that are not those of the packages. */
const CLIENTS: Readonly<Record<string, string>> = {
  cloudwatchlogs: 'cloudwatch-logs',
  ecrpublic: 'ecr-public',
  secretsmanager: 'secrets-manager',
};

/** How SDK 2 for Java writes a service, where that is more than a capital letter. */
const JAVA: Readonly<Record<string, string>> = {
  cloudwatchlogs: 'CloudWatchLogs',
  dynamodb: 'DynamoDb',
  ecrpublic: 'EcrPublic',
  eventbridge: 'EventBridge',
  secretsmanager: 'SecretsManager',
};

/** The SDK package of the service that a resource is of. */
export function clientOf({ service, optimized }: ServiceResource): string {
  return (optimized ? OPTIMIZED[service]?.client : CLIENTS[service]) ?? service;
}

/** A service's refusal, as Step Functions names and words it. */
export function asFailure(fault: Fault, resource: ServiceResource, random: Random): Failure {
  const { service, optimized } = resource;
  const requestId = random.uuid();
  const known = optimized ? OPTIMIZED[service] : undefined;
  // Only what the service's model names keeps its name; the rest is an exception of the service.
  const named = fault.code.endsWith('Exception') && fault.code !== 'ValidationException' ? fault.code : undefined;
  if (known !== undefined) {
    return new Failure(
      `${known.prefix}.${named ?? `${known.words}Exception`}`,
      `${fault.message} (Service: ${known.words}; Status Code: ${fault.status}; Error Code: ${fault.code}; Request ID: ${requestId}; Proxy: null)`,
    );
  }
  const java = JAVA[service] ?? service.charAt(0).toUpperCase() + service.slice(1);
  return new Failure(
    `${java}.${named ?? (MODELLED.has(fault.code) ? `${fault.code}Exception` : `${java}Exception`)}`,
    `${fault.message} (Service: ${java}, Status Code: ${fault.status}, Request ID: ${requestId})`,
  );
}

/** Errors of the embedded services that are modelled without `Exception` in their names, which SDKs for Java append. */
const MODELLED = new Set([
  'EmptyBatchRequest',
  'ExecutionAlreadyExists',
  'ExecutionDoesNotExist',
  'InvalidArn',
  'InvalidExecutionInput',
  'InvalidName',
  'QueueDoesNotExist',
  'StateMachineDoesNotExist',
  'TaskDoesNotExist',
  'TaskTimedOut',
]);

/** What an optimized integration adds to an answer: the HTTP exchange, as SDK 1 for Java kept it. */
export function httpMetadata(
  answer: unknown,
  { random, agenda }: { readonly random: Random; readonly agenda: Pick<Agenda, 'now'> },
  more: Readonly<Record<string, string>> = { 'Content-Type': 'application/x-amz-json-1.0' },
): Readonly<Record<string, unknown>> {
  const RequestId = random.uuid();
  const headers = {
    connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(JSON.stringify(answer) ?? '')),
    Date: new Date(agenda.now()).toUTCString(),
    'x-amzn-RequestId': RequestId,
    ...more,
  };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId },
  };
}
