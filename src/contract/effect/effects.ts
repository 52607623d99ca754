import type { AwsCall, Invocation, SentRequest } from '../../consumer/consumer.ts';
import { natureOf } from '../operation/nature-of.ts';
import { steady } from './steady.ts';

/** What a consumer's calls have come to. */
export interface Effects {
  /** How often each action was done, by `service:Operation`; requests of one token are one. */
  readonly acts: ReadonlyMap<string, number>;
  /** What was set last, by what it was set of. */
  readonly state: ReadonlyMap<string, string>;
}

type Input = Readonly<Record<string, unknown>>;

/** Members that hold several requests, which each count for themselves. */
const BATCHES: Readonly<Record<string, string>> = {
  'sns:PublishBatch': 'PublishBatchRequestEntries',
  'sqs:SendMessageBatch': 'Entries',
  'eventbridge:PutEvents': 'Entries',
  'kinesis:PutRecords': 'Records',
  'firehose:PutRecordBatch': 'Records',
};

/**
 * Works out what calls and requests come to: how often what is done again each time was done, and what is left of what only sets. One
 * that failed has done nothing. `known` is the text of the events: a time or an id that is not in it is the consumer's own, and of no
 * account.
 */
export function effectsOf({ calls, requests }: Deeds, known: string): Effects {
  const acts = new Map<string, Set<string>>();
  const state = new Map<string, string>();
  let untold = 0;
  for (const call of calls) {
    // Of its tables there is the state itself.
    if (!wasDone(call) || call.service === 'dynamodb') continue;
    const name = `${call.service}:${call.operation}`;
    const input = isInput(call.input) ? call.input : {};
    const { nature } = natureOf(call.service, call.operation, input);
    if (nature.kind === 'acts') {
      const done = acts.get(name) ?? new Set();
      acts.set(name, done);
      for (const one of entriesOf(name, input)) done.add(tokenOf(one, input, nature.token) ?? `#${(untold += 1)}`);
    } else if (nature.kind === 'sets') {
      const { of, to } = settingOf(call, input, nature.key, known);
      state.set(of, to);
    }
  }
  for (const request of requests) {
    const { method, url, status, body = '', idempotencyKey } = request;
    if (status === undefined || status >= 400) continue;
    const place = steady(url, known);
    if (method === 'POST' || method === 'PATCH') {
      const name = `${method} ${place}`;
      const done = acts.get(name) ?? new Set();
      acts.set(name, done.add(idempotencyKey ?? `#${(untold += 1)}`));
    } else if (method === 'PUT' || method === 'DELETE') state.set(place, `${method} ${steady(body, known)}`);
  }
  return { acts: new Map([...acts].map(([name, done]) => [name, done.size])), state };
}

/** What invocations have done, one after the other. */
export interface Deeds {
  readonly calls: readonly AwsCall[];
  readonly requests: readonly SentRequest[];
}

/** Puts together what invocations have done. */
export function deedsOf(heard: readonly { readonly invocation: Invocation }[]): Deeds {
  return {
    calls: heard.flatMap(({ invocation }) => invocation.calls),
    requests: heard.flatMap(({ invocation: { requests = [] } }) => requests),
  };
}

/** Whether an invocation has asked anybody for anything. */
export function hasCalled({ calls, requests = [] }: Invocation): boolean {
  return calls.length > 0 || requests.length > 0;
}

/** Whether a call was carried out, whatever its caller was told. */
export function wasDone({ answered, failed, error }: AwsCall): boolean {
  if (failed !== undefined) return failed.carriedOut;
  return answered !== 'refused' && error === undefined;
}

function isInput(input: unknown): input is Input {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function entriesOf(name: string, input: Input): readonly Input[] {
  const member = BATCHES[name];
  const entries = member === undefined ? undefined : input[member];
  return Array.isArray(entries) ? entries.filter(isInput) : [input];
}

/** What makes two requests one; queues and topics that are no FIFO go by none. */
function tokenOf(one: Input, whole: Input, member: string | undefined): string | undefined {
  const place = whole['QueueUrl'] ?? whole['TopicArn'];
  if (typeof place === 'string') {
    if (!place.endsWith('.fifo')) return undefined;
    const token = one['MessageDeduplicationId'] ?? one['MessageBody'] ?? one['Message'];
    return `${place} ${JSON.stringify(token)}`;
  }
  const token = member === undefined ? undefined : one[member];
  return typeof token === 'string' ? token : undefined;
}

const VERB = /^(?:Put|Update|Delete|Create|Modify|Set|Add|Remove|Tag|Untag|Copy)(?=[A-Z])/;
const NAMES = /(?:^|[a-z])(?:Name|Id|Arn|ARN|Key)$|^(?:name|id|arn|cluster|service|Bucket)$/;

/** What a call sets, and to what; `DeleteParameter` is about what `PutParameter` is. */
function settingOf(
  { service, operation }: AwsCall,
  input: Input,
  key: readonly string[] | undefined,
  known: string,
): { readonly of: string; readonly to: string } {
  const members = key ?? Object.keys(input).filter((member) => NAMES.test(member) && typeof input[member] === 'string');
  const noun = operation.replace(VERB, '');
  const named = Object.fromEntries(members.map((member) => [member, input[member]]));
  const others = Object.fromEntries(Object.entries(input).filter(([member]) => !members.includes(member)));
  const of = `${service} ${noun} ${steady(JSON.stringify(named), known)}`;
  const to = `${operation} ${steady(JSON.stringify(others), known)}`;
  // What nothing names may be about many things: each is one of its own.
  return members.length === 0 ? { of: `${of} ${to}`, to } : { of, to };
}
