import { compilePattern, type Pattern } from '../pattern/index.ts';
import type { Call } from '../wire/call.ts';
import { Fault } from '../wire/fault.ts';
import { declaredFault } from './declared.ts';
import type { Scene } from './scene.ts';
import type { Client } from './service.ts';

/** What a call is answered in place of the service: an output, an error, or nothing that reaches the caller. */
export type Chosen =
  | { readonly kind: 'output'; readonly output: unknown }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'lost'; readonly how: 'silence' | 'reset' };

/** An answer among several: to calls whose input matches, so many times. */
interface Stub {
  readonly answer: unknown;
  readonly when?: Readonly<Record<string, unknown>>;
  readonly times?: number;
}

const STUB_MEMBERS = new Set(['answer', 'when', 'times']);

/** How often each entry of a list has been given, by the AWS that it was given in. */
const given = new WeakMap<Scene, Map<string, number[]>>();
const patterns = new WeakMap<object, Pattern>();

/**
 * Chooses what a call is answered. A list is gone through: each of its entries answers one call, or as many as it says. `undefined`
 * where none is meant for this call: then the service itself answers.
 */
export function chooseAnswer(
  answer: unknown,
  call: Pick<Call, 'service' | 'operation' | 'protocol'>,
  input: unknown,
  { scene, client }: { readonly scene: Scene; readonly client: Client | undefined },
): Chosen | undefined {
  if (!Array.isArray(answer)) {
    if (!isStub(answer)) return toChosen(answer, call, scene, client);
    return meets(answer, input) ? toChosen(answer.answer, call, scene, client) : undefined;
  }
  const counts = countsOf(scene, `${client?.consumer} ${call.service}:${call.operation}`);
  for (const [at, entry] of (answer as readonly unknown[]).entries()) {
    const stub: Stub = isStub(entry) ? entry : { answer: entry };
    const count = counts[at] ?? 0;
    if (count >= (stub.times ?? 1) || !meets(stub, input)) continue;
    counts[at] = count + 1;
    return toChosen(stub.answer, call, scene, client);
  }
  return undefined;
}

/** Whether an answer is one for all calls, and of the kind that needs no service: an output or an error. */
export function isOutput(answer: unknown): boolean {
  return typeof answer === 'object' && !Array.isArray(answer) && !isStub(answer);
}

function countsOf(scene: Scene, name: string): number[] {
  let all = given.get(scene);
  if (all === undefined) given.set(scene, (all = new Map()));
  let counts = all.get(name);
  if (counts === undefined) all.set(name, (counts = []));
  return counts;
}

function isStub(entry: unknown): entry is Stub {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    Object.hasOwn(entry, 'answer') &&
    Object.keys(entry).every((member) => STUB_MEMBERS.has(member))
  );
}

function meets({ when }: Stub, input: unknown): boolean {
  if (when === undefined) return true;
  let pattern = patterns.get(when);
  if (pattern === undefined) patterns.set(when, (pattern = compilePattern(JSON.stringify(when))));
  return pattern.matches(input ?? {});
}

function toChosen(
  answer: unknown,
  call: Pick<Call, 'service' | 'operation' | 'protocol'>,
  scene: Scene,
  client: Client | undefined,
): Chosen | undefined {
  switch (answer) {
    case 'asUsual':
      return undefined;
    case 'timeout':
      return { kind: 'lost', how: 'silence' };
    case 'connectionReset':
      return { kind: 'lost', how: 'reset' };
    case 'throttled':
      return { kind: 'fault', fault: throttled(call) };
    case 'serverError':
      return { kind: 'fault', fault: broken(call) };
    case 'accessDenied':
      return { kind: 'fault', fault: denied(call, scene, client?.consumer ?? 'rehearsal') };
    default: {
      const fault = declaredFault(answer);
      return fault === undefined ? { kind: 'output', output: answer } : { kind: 'fault', fault };
    }
  }
}

type Named = Pick<Call, 'service' | 'operation' | 'protocol'>;

/** What services call it where it is not `ThrottlingException`: clients go by the name and the status. */
const THROTTLED: Readonly<Record<string, readonly [code: string, message: string, status: number]>> = {
  dynamodb: [
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    400,
  ],
  kinesis: ['ProvisionedThroughputExceededException', 'Rate exceeded for shard', 400],
  lambda: ['TooManyRequestsException', 'Rate Exceeded.', 429],
  s3: ['SlowDown', 'Please reduce your request rate.', 503],
  sns: ['Throttled', 'Rate exceeded', 429],
  sqs: ['RequestThrottled', 'Request is throttled.', 403],
};

function throttled({ service, protocol }: Named): Fault {
  const own = THROTTLED[service];
  if (own !== undefined) return new Fault(...own);
  if (protocol === 'ec2-query') return new Fault('RequestLimitExceeded', 'Request limit exceeded.', 503);
  return protocol === 'query' || protocol === 'rest-xml'
    ? new Fault('Throttling', 'Rate exceeded')
    : new Fault('ThrottlingException', 'Rate exceeded', protocol === 'rest-json' ? 429 : 400);
}

const BROKEN: Readonly<Record<string, string>> = {
  dynamodb: 'InternalServerError',
  ecr: 'ServerException',
  ecs: 'ServerException',
  eventbridge: 'InternalException',
  kinesis: 'InternalFailure',
  lambda: 'ServiceException',
  s3: 'InternalError',
  sns: 'InternalError',
  ssm: 'InternalServerError',
};

function broken({ service }: Named): Fault {
  return new Fault(
    BROKEN[service] ?? 'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    500,
  );
}

function denied({ service, operation, protocol }: Named, { account }: Scene, consumer: string): Fault {
  const who = `arn:aws:sts::${account}:assumed-role/${consumer}/${consumer}`;
  const action = `${SIGNING[service] ?? service}:${operation}`;
  const words = `User: ${who} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  if (protocol === 'ec2-query') return new Fault('UnauthorizedOperation', words, 403);
  if (service === 'sns') return new Fault('AuthorizationError', words, 403);
  if (service === 's3') return new Fault('AccessDenied', words, 403);
  if (protocol === 'query' || protocol === 'rest-xml') return new Fault('AccessDenied', words, 403);
  return new Fault('AccessDeniedException', words, protocol === 'rest-json' ? 403 : 400);
}

/** Where actions are named after another word than clients. */
const SIGNING: Readonly<Record<string, string>> = {
  'cloudwatch-logs': 'logs',
  eventbridge: 'events',
  'secrets-manager': 'secretsmanager',
  sfn: 'states',
};
