import type { Instant, Milliseconds } from '../../clock.ts';
import { invalid } from './faults.ts';
import type { Message } from './message.ts';
import { parseObject } from './read.ts';

const DAY: Milliseconds = 86_400_000;

/** What a FIFO topic keeps of what was published to it; https://docs.aws.amazon.com/sns/latest/dg/fifo-message-archiving-replay.html */
export interface Archive {
  readonly began: Instant;
  retention: Milliseconds;
  /** In the order in which they were published. */
  readonly messages: Message[];
}

/** Which messages a subscription wants again. */
export interface ReplayPolicy {
  readonly from: Instant;
  readonly until: Instant | undefined;
}

/** The archive that a topic has once its `ArchivePolicy` is this; an empty one ends it, and all that it held is gone. */
export function archiveBy(policy: string, before: Archive | undefined, now: Instant): Archive | undefined {
  const { MessageRetentionPeriod: days } = parseObject(policy) ?? {};
  if (days === undefined) return undefined;
  const retention = Number(days) * DAY;
  if (before === undefined) return { began: now, retention, messages: [] };
  before.retention = retention;
  return before;
}

/** Refuses an `ArchivePolicy` that no topic can have. */
export function checkArchivePolicy(policy: string, fifo: boolean): void {
  if (!fifo) throw invalid('Attributes Reason: ArchivePolicy can only be set for FIFO topics');
  if (policy === '' || policy === '{}') return;
  const days = Number(parseObject(policy)?.['MessageRetentionPeriod']);
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw invalid('Attributes Reason: ArchivePolicy: MessageRetentionPeriod must be from 1 to 365 days');
}

/** Keeps a message, and forgets those that have been kept long enough. */
export function archive({ messages, retention }: Archive, message: Message): void {
  const oldest = message.publishedAt - retention;
  const kept = messages.findIndex(({ publishedAt }) => publishedAt >= oldest);
  messages.splice(0, kept === -1 ? messages.length : kept);
  messages.push(message);
}

/** The messages that a subscription is to get again, each marked as such. */
export function replayed({ messages, retention }: Archive, { from, until }: ReplayPolicy, now: Instant): Message[] {
  return messages
    .filter(
      ({ publishedAt }) =>
        publishedAt >= Math.max(from, now - retention) && (until === undefined || publishedAt <= until),
    )
    .map((message) => ({ ...message, replayed: true }));
}

/** Reads a `ReplayPolicy`: `{"PointType":"Timestamp","StartingPoint":"…","EndingPoint":"…"}`. `undefined` for an empty one. */
export function readReplayPolicy(text: string, refuse: (words: string) => Error): ReplayPolicy | undefined {
  const policy = parseObject(text);
  if (policy === undefined) throw refuse('ReplayPolicy: failed to parse JSON.');
  if (Object.keys(policy).length === 0) return undefined;
  const { PointType: type, StartingPoint: start, EndingPoint: end } = policy;
  if (type !== 'Timestamp') throw refuse('ReplayPolicy: PointType must be Timestamp');
  const from = momentOf(start);
  const until = end === undefined ? undefined : momentOf(end);
  if (Number.isNaN(from) || Number.isNaN(until))
    throw refuse('ReplayPolicy: StartingPoint and EndingPoint are moments');
  if (until !== undefined && until < from) throw refuse('ReplayPolicy: EndingPoint must be after StartingPoint');
  return { from, until };
}

function momentOf(value: unknown): Instant {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}
