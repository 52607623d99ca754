import type { Milliseconds } from '../../clock.ts';
import { EventStream, type StreamedEvent } from '../../wire/event-stream.ts';
import { Fault } from '../../wire/fault.ts';
import { openChannel } from '../channel.ts';
import { compileFilterPattern } from './filter-pattern/filter-pattern.ts';
import type { LogEvent, LogGroup } from './log-group.ts';
import type { LogGroups } from './log-groups.ts';

interface TailInput {
  readonly logGroupIdentifiers: readonly string[];
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefixes?: readonly string[];
  readonly logEventFilterPattern?: string;
}

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html
const UPDATE: Milliseconds = 1_000;
const LIFE: Milliseconds = 10_800_000;
const MOST_EVENTS = 500;
/** So many updates wait for a slow reader; then the oldest is dropped. */
const MOST_UPDATES = 10;

/** StartLiveTail: what log groups take in is told once a second, for three hours. */
export function liveTailOperations(groups: LogGroups) {
  const { agenda, random } = groups.scene;

  function start(input: TailInput): EventStream {
    checkInput(input);
    const wanted = new Set(input.logGroupIdentifiers.map((identifier) => groups.find(identifier)));
    const wants = compileSelection(input);
    let found: { readonly group: LogGroup; readonly event: LogEvent }[] = [];
    let cancel = (): void => {};
    const stopWatching = groups.watch((group, events) => {
      if (wanted.has(group)) for (const event of events) if (wants(event)) found.push({ group, event });
    });
    const channel = openChannel<StreamedEvent>(() => {
      stopWatching();
      expire();
      cancel();
    }, MOST_UPDATES);
    const expire = agenda.after(LIFE, () => {
      channel.send({ SessionTimeoutException: new Fault('SessionTimeoutException', 'Your session has timed out.') });
      channel.end();
    });

    function tell(): void {
      const results = sampled(found);
      channel.send({
        sessionUpdate: {
          sessionMetadata: { sampled: results.length < found.length },
          sessionResults: results.map(({ group, event }) => ({
            logStreamName: event.stream,
            logGroupIdentifier: group.arn,
            message: event.message,
            timestamp: event.timestamp,
            ingestionTime: event.ingested,
          })),
        },
      });
      found = [];
      cancel = agenda.after(UPDATE, tell);
    }

    channel.send({
      sessionStart: { requestId: random.uuid(), sessionId: random.uuid(), ...input },
    });
    cancel = agenda.after(UPDATE, tell);
    return new EventStream(channel);
  }

  return { StartLiveTail: start };
}

function checkInput({ logGroupIdentifiers, logStreamNames, logStreamNamePrefixes }: TailInput): void {
  if (logStreamNames !== undefined && logStreamNamePrefixes !== undefined) {
    throw invalid('LogStreamNames and LogStreamNamePrefixes cannot both be specified.');
  }
  if ((logStreamNames ?? logStreamNamePrefixes) !== undefined && logGroupIdentifiers.length > 1) {
    throw invalid('LogStreamNames or LogStreamNamePrefixes can be specified only with one log group.');
  }
  for (const identifier of logGroupIdentifiers) {
    if (!identifier.startsWith('arn:') || identifier.endsWith('*')) {
      throw invalid('The log group identifiers must be ARNs that do not end with an asterisk.');
    }
  }
}

function compileSelection(input: TailInput): (event: LogEvent) => boolean {
  const { logStreamNames, logStreamNamePrefixes: prefixes, logEventFilterPattern = '' } = input;
  const names = logStreamNames === undefined ? undefined : new Set(logStreamNames);
  const matches = compileFilterPattern(logEventFilterPattern);
  return ({ stream, message }) =>
    names?.has(stream) !== false &&
    (prefixes === undefined || prefixes.some((prefix) => stream.startsWith(prefix))) &&
    matches(message) !== undefined;
}

/** As many as an update holds, spread over all. */
function sampled<Found>(found: readonly Found[]): readonly Found[] {
  if (found.length <= MOST_EVENTS) return found;
  return Array.from({ length: MOST_EVENTS }, (_, n) => found[Math.floor((n * found.length) / MOST_EVENTS)]!);
}

function invalid(message: string): Fault {
  return new Fault('InvalidParameterException', message);
}
