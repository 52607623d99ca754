import type { Instant } from '../clock.ts';
import type { CloudTrailRecord } from '../cloudtrail/record.ts';
import type { BusEvent } from '../eventbridge/event.ts';

/** Why EventBridge gave an event up: the attributes of a message in a dead-letter queue, as AWS names them. */
export type DeadLetter = Readonly<Record<string, string>>;

interface Arrival {
  readonly arrivedAt: Instant;
  /**
   * What the source calls this one arrival: a log event's id, a message's id. Two arrivals of one event, which
   * EventBridge may deliver twice, differ in it. Absent where the source has no name for it.
   */
  readonly delivery?: string;
  readonly deadLetter?: DeadLetter;
}

/** An event that was recorded, with the moment it arrived where it was recorded. */
export interface RecordedEvent extends Arrival {
  readonly channel: 'eventbridge';
  readonly event: BusEvent;
}

/** A CloudTrail record that was recorded. */
export interface RecordedRecord extends Arrival {
  readonly channel: 'cloudtrail';
  readonly record: CloudTrailRecord;
}

/** What one line of a recording tells. */
export type Recorded = RecordedEvent | RecordedRecord;

/** One line as it was read. */
export type ReadLine = Recorded & {
  /** Where it stands in the file; the header is line 1. */
  readonly line: number;
  /** The event or record as compact JSON, byte for byte as it stands in the file. */
  readonly text: string;
};

/** A recording's line for an emission, without its line feed. What is emitted comes last, so that a reader can cut it out. */
export function lineOf(recorded: Recorded, text: string = textOf(recorded)): string {
  const { channel, arrivedAt, delivery, deadLetter } = recorded;
  const more =
    (delivery === undefined ? '' : `,"delivery":${JSON.stringify(delivery)}`) +
    (deadLetter === undefined ? '' : `,"deadLetter":${JSON.stringify(deadLetter)}`);
  const head = `{"channel":"${channel}","arrivedAt":"${new Date(arrivedAt).toISOString()}"${more}`;
  return `${head},"${channel === 'cloudtrail' ? 'record' : 'event'}":${text}}`;
}

/** The event or record alone, as compact JSON. */
export function textOf(recorded: Recorded): string {
  return JSON.stringify(recorded.channel === 'cloudtrail' ? recorded.record : recorded.event);
}

/** What a recording must not hold twice: the arrival where the source names it, else the event or the record. */
export function identityOf(recorded: Recorded): string {
  return recorded.delivery ?? (recorded.channel === 'cloudtrail' ? recorded.record.eventID : recorded.event.id);
}
