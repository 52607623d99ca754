import type { Instant } from '../clock.ts';
import type { Json, JsonObject } from '../registry/activity.ts';

/** One line of a recording: a CloudTrail record or an event of a bus, as it was told. */
export interface Said {
  readonly line: number;
  /** When it arrived, where that is known. */
  readonly arrived?: Instant;
  readonly value: JsonObject;
}

/** One thing that AWS told, however many ways it took: a record and its event via CloudTrail are one fact. */
export interface Fact {
  /** The record, also where only its event is there. */
  readonly record?: JsonObject;
  /** An event that is no record's: ECR's own, Inspector's, or anybody's. */
  readonly event?: JsonObject;
  /** The event via CloudTrail that carried the record, where the recording has it. */
  readonly envelope?: JsonObject;
  /** When it happened, to the second. */
  readonly at: Instant;
  /** Where it stands first. */
  readonly line: number;
  /** Whether the recording holds it as a record, and as an event via CloudTrail. */
  readonly asRecord: boolean;
  readonly asEvent: boolean;
}

/** What came again: the same id at another line. */
export interface Repeat {
  readonly line: number;
  readonly of: number;
}

/** The facts of a recording in the order of their times, and what tells nothing new or nothing at all. */
export interface Told {
  readonly facts: readonly Fact[];
  readonly repeats: readonly Repeat[];
  /** Lines that are neither a record nor an event. */
  readonly strange: readonly number[];
}

const VIA: ReadonlySet<Json | undefined> = new Set(['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail']);

/** Reads lines as facts. */
export function toFacts(lines: Iterable<Said>): Told {
  const byId = new Map<string, { -readonly [Member in keyof Fact]: Fact[Member] }>();
  const repeats: Repeat[] = [];
  const strange: number[] = [];
  for (const { line, value } of lines) {
    const detail = isVia(value) ? objectAt(value, 'detail') : undefined;
    const record = detail !== undefined && isRecord(detail) ? detail : isRecord(value) ? value : undefined;
    if (record === undefined && typeof value['detail-type'] !== 'string') {
      strange.push(line);
      continue;
    }
    const asEvent = record !== undefined && record === detail;
    const asRecord = record !== undefined && !asEvent;
    const id = record === undefined ? `event ${idOf(value, 'id', line)}` : `record ${idOf(record, 'eventID', line)}`;
    const known = byId.get(id);
    if (known === undefined) {
      const at = Date.parse((record === undefined ? textAt(value, 'time') : textAt(record, 'eventTime')) ?? '');
      byId.set(id, {
        ...(record === undefined ? { event: value } : { record }),
        ...(asEvent ? { envelope: value } : {}),
        at: Number.isNaN(at) ? 0 : at,
        line,
        asRecord,
        asEvent,
      });
    } else if ((asRecord && !known.asRecord) || (asEvent && !known.asEvent)) {
      known.asRecord ||= asRecord;
      known.asEvent ||= asEvent;
      if (asEvent) known.envelope = value;
    } else repeats.push({ line, of: known.line });
  }
  const facts = [...byId.values()].toSorted((a, b) => a.at - b.at || a.line - b.line);
  return { facts, repeats, strange };
}

/** Whether an event is the envelope of a record. */
export function isVia(event: JsonObject): boolean {
  return VIA.has(event['detail-type']);
}

/** What has no id is one of a kind. */
function idOf(value: JsonObject, member: string, line: number): string {
  const id = value[member];
  return typeof id === 'string' ? id : `line ${line}`;
}

function isRecord(value: JsonObject): boolean {
  return typeof value['eventName'] === 'string' && typeof value['eventSource'] === 'string';
}

/** A member that is an object. */
export function objectAt(value: JsonObject | undefined, member: string): JsonObject | undefined {
  const inner = value?.[member];
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as JsonObject) : undefined;
}

/** A member that is a text. */
export function textAt(value: JsonObject | undefined, member: string): string | undefined {
  const inner = value?.[member];
  return typeof inner === 'string' ? inner : undefined;
}

/** A member that is a list; nothing of anything else. */
export function listAt(value: JsonObject | undefined, member: string): readonly Json[] {
  const inner = value?.[member];
  return Array.isArray(inner) ? (inner as readonly Json[]) : [];
}
