import { gunzipSync } from 'node:zlib';
import type { Instant } from '../../clock.ts';
import { arrivalOf } from '../file/arrival.ts';
import type { DeadLetter, Recorded } from '../recorded.ts';

/** What is known of something from what it was wrapped in. */
export interface Wrapping {
  readonly at?: Instant;
  readonly deadLetter?: DeadLetter;
  /** See `Recorded.delivery`. */
  readonly delivery?: string;
}

type Members = Readonly<Record<string, unknown>>;

/** Texts within texts: more is nobody's envelope but somebody's joke. */
const DEEPEST = 12;
const MOST_BYTES = 128 * 1024 * 1024;

/**
 * Takes events and records out of whatever they came in: log files, SQS and SNS bodies, log subscriptions, streams, answers of the AWS CLI.
 * Nothing, where there is none.
 */
export function unwrap(value: unknown, wrapping: Wrapping = {}, depth = 0): readonly Recorded[] {
  if (depth > DEEPEST) return [];
  if (typeof value === 'string') return ofText(value, wrapping, depth);
  if (Array.isArray(value)) return value.flatMap((one: unknown) => unwrap(one, wrapping, depth + 1));
  if (!isMembers(value)) return [];
  const told = arrivalOf(value);
  if ('recorded' in told) {
    const { at = told.recorded.arrivedAt, deadLetter } = wrapping;
    return [{ ...told.recorded, arrivedAt: at, ...(deadLetter !== undefined && { deadLetter }) }];
  }
  return within(value).flatMap(([inner, { delivery, ...told } = {}]) =>
    named(delivery, unwrap(inner, { ...wrapping, ...told }, depth + 1)),
  );
}

/** Names arrivals after the message that brought them. */
function named(message: string | undefined, found: readonly Recorded[]): readonly Recorded[] {
  if (message === undefined) return found;
  return found.map((one, index) => ({ ...one, delivery: found.length === 1 ? message : `${message}/${index}` }));
}

function ofText(text: string, wrapping: Wrapping, depth: number): readonly Recorded[] {
  if (/^\s*[{["]/.test(text)) {
    try {
      return unwrap(JSON.parse(text), wrapping, depth + 1);
    } catch {
      return [];
    }
  }
  const bytes = /^[A-Za-z0-9+/]{16,}={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
  if (bytes === undefined) return [];
  try {
    const inner = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
    const plain = inner.toString('utf8');
    return /^\s*[{[]/.test(plain) ? ofText(plain, wrapping, depth) : [];
  } catch {
    return [];
  }
}

type Inner = readonly (readonly [value: unknown, told?: Wrapping])[];

/** What an envelope has in it, with what it says of that. */
function within(value: Members): Inner {
  for (const list of ['Records', 'records', 'Messages', 'Events', 'events', 'logEvents', 'results']) {
    if (Array.isArray(value[list])) return (value[list] as readonly unknown[]).map((one) => [one]);
  }
  // Lambda's own destination for what has failed.
  if ('requestPayload' in value) return [[value['requestPayload'], { deadLetter: whyOf(value) }]];
  for (const [key, told] of ENVELOPES) if (key in value) return [[value[key], told(value)]];
  return [];
}

/** The members that hold something, and what stands beside each. */
const ENVELOPES: readonly (readonly [key: string, told: (value: Members) => Wrapping])[] = [
  // SQS, as Lambda and as ReceiveMessage give it.
  ['body', (value) => message(value['messageId'], value['attributes'], value['messageAttributes'])],
  ['Body', (value) => message(value['MessageId'], value['Attributes'], value['MessageAttributes'])],
  // SNS, as Lambda gives it and as it is posted.
  ['Sns', () => ({})],
  ['Message', (value) => moment(value['Timestamp'])],
  // Kinesis, Firehose, and the subscription of a log group.
  ['kinesis', (value) => moment(member(value['kinesis'], 'approximateArrivalTimestamp'), 1_000)],
  ['awslogs', () => ({})],
  ['data', () => ({})],
  ['Data', () => ({})],
  ['rawData', () => ({})],
  // The event history, and lines of a log group.
  ['CloudTrailEvent', () => ({})],
  [
    'message',
    (value) => ({ ...moment(value['ingestionTime'] ?? value['timestamp']), ...of(value['eventId'] ?? value['id']) }),
  ],
  ['@message', () => ({})],
  // What `ecreplay emit --stage timeline` prints, and dead letters that were saved with their events.
  ['event', (value) => moment(value['at'])],
  ['record', (value) => moment(value['at'])],
];

/** Attributes that EventBridge gives a dead letter, or Lambda. */
const OF_DEATH =
  /^(?:RULE_ARN|TARGET_ARN|ERROR_CODE|ERROR_MESSAGE|EXHAUSTED_RETRY_CONDITION|RETRY_ATTEMPTS|RequestID|ErrorCode|ErrorMessage)$/;

/** What is said beside the body of a message: which it is, when it was sent, and of a dead letter why it died. */
function message(id: unknown, attributes: unknown, messageAttributes: unknown): Wrapping {
  const reasons = Object.entries(isMembers(messageAttributes) ? messageAttributes : {}).flatMap(([name, attribute]) => {
    const text = member(attribute, 'StringValue') ?? member(attribute, 'stringValue');
    return OF_DEATH.test(name) && typeof text === 'string' ? [[name, text] as const] : [];
  });
  return {
    ...of(id),
    ...moment(Number(member(attributes, 'SentTimestamp'))),
    ...(reasons.length > 0 && { deadLetter: Object.fromEntries(reasons) }),
  };
}

function whyOf({ requestContext, responsePayload }: Members): DeadLetter {
  const texts = {
    CONDITION: member(requestContext, 'condition'),
    TARGET_ARN: member(requestContext, 'functionArn'),
    ERROR_CODE: member(responsePayload, 'errorType'),
    ERROR_MESSAGE: member(responsePayload, 'errorMessage'),
  };
  return Object.fromEntries(
    Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function of(delivery: unknown): Wrapping {
  return typeof delivery === 'string' && delivery !== '' ? { delivery } : {};
}

/** A moment, as milliseconds or as a text; nothing where it is none, so that what is known already stands. */
function moment(value: unknown, unit = 1): Wrapping {
  const at = typeof value === 'string' ? Date.parse(value) : typeof value === 'number' ? value * unit : Number.NaN;
  return Number.isFinite(at) ? { at } : {};
}

function member(value: unknown, key: string): unknown {
  return isMembers(value) ? value[key] : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
