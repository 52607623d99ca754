import { gzipSync } from 'node:zlib';
import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import { idText, type LogEvent, type LogGroup, type LogStream, type SubscriptionFilter } from './log-group.ts';

/** Whom subscription filters hand lines to. */
export interface Destinations {
  readonly functions: {
    /** Who may use a function; `undefined` where there is no such function. */
    policyOf?(arn: string): unknown;
    invoke(arn: string, payload: string, options: { readonly type: 'Event' }): Promise<unknown>;
  };
  readonly streams: {
    put(arn: string, record: { readonly data: Uint8Array; readonly partitionKey: string }): unknown;
  };
  readonly deliveryStreams: { put(arn: string, data: Uint8Array): unknown };
}

/** Who sends, and whom that can reach. */
interface Sender {
  readonly scene: Pick<Scene, 'account' | 'random' | 'agenda'>;
  readonly destinations: Destinations;
}

/** Hands lines that have come in to every subscription filter whose pattern they match, one message for all of them. */
export function deliver(sender: Sender, group: LogGroup, stream: LogStream, events: readonly LogEvent[]): void {
  for (const filter of group.subscriptions.values()) {
    const logEvents = events
      .map((event) => ({ event, extracted: filter.matches(event.message) }))
      .filter(({ extracted }) => extracted !== undefined)
      .map(({ event: { id, timestamp, message }, extracted = {} }) => ({
        id: idText(id),
        timestamp,
        message,
        ...(Object.keys(extracted).some((name) => !name.startsWith('$.')) && {
          extractedFields: fieldNames(extracted),
        }),
      }));
    if (logEvents.length === 0) continue;
    const message = {
      messageType: 'DATA_MESSAGE',
      owner: sender.scene.account,
      logGroup: group.name,
      logStream: stream.name,
      subscriptionFilters: [filter.name],
      logEvents,
    };
    // Whoever writes a line does not wait for those who read it, and is not told of their failures.
    sender.scene.agenda.after(0, () => send(sender, filter, stream.name, message).catch(forgiveFaults));
  }
}

/** A function is asked only when there is something to tell, but it has to be there. */
function checkFunction({ destinations: { functions } }: Sender, { destination }: SubscriptionFilter): void {
  if (functions.policyOf === undefined || functions.policyOf(destination) !== undefined) return;
  throw new Fault(
    'InvalidParameterException',
    'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
  );
}

/**
 * Sends a stream or delivery stream the message by which CloudWatch Logs sees whether it can be reached.
 * Throws `InvalidParameterException` if it cannot.
 */
export async function checkHealth(sender: Sender, filter: SubscriptionFilter): Promise<void> {
  const kind = kindOf(filter.destination);
  if (kind === 'lambda') {
    checkFunction(sender, filter);
    return;
  }
  const word = kind === 'kinesis' ? 'Kinesis' : 'Firehose';
  const message = {
    messageType: 'CONTROL_MESSAGE',
    owner: 'CloudwatchLogs',
    logGroup: '',
    logStream: '',
    subscriptionFilters: [],
    logEvents: [
      {
        id: '',
        timestamp: sender.scene.agenda.now(),
        message: `CWL CONTROL MESSAGE: Checking health of destination ${word}${kind === 'kinesis' ? ' stream' : ''}.`,
      },
    ],
  };
  try {
    await send(sender, filter, '', message);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(
      'InvalidParameterException',
      `Could not deliver test message to specified ${word} stream. Check if the given ${word} stream is in ACTIVE state.`,
    );
  }
}

async function send(
  { scene, destinations }: Sender,
  filter: SubscriptionFilter,
  stream: string,
  message: object,
): Promise<void> {
  const data = gzipSync(JSON.stringify(message));
  switch (kindOf(filter.destination)) {
    case 'lambda':
      await destinations.functions.invoke(
        filter.destination,
        JSON.stringify({ awslogs: { data: data.toString('base64') } }),
        {
          type: 'Event',
        },
      );
      return;
    case 'kinesis':
      destinations.streams.put(filter.destination, {
        data,
        partitionKey: filter.distribution === 'Random' || stream === '' ? scene.random.hex(32) : stream,
      });
      return;
    case 'firehose':
      destinations.deliveryStreams.put(filter.destination, data);
      return;
    default:
      throw new Fault('InvalidParameterException', 'destinationArn is not a valid ARN of a stream or function');
  }
}

function kindOf(arn: string): string | undefined {
  return arn.split(':')[2];
}

function forgiveFaults(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
}

/** `extractedFields` names the fields of a space-delimited pattern without their `$`. */
function fieldNames(extracted: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(extracted).map(([name, value]) => [name.slice(1), value]));
}
