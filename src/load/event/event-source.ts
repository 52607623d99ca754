import type { BusEvent } from '../../eventbridge/event.ts';

/** What is sent under each sequence number: arithmetic from the plan's seed, so that no map of it is kept. */
export interface EventSource {
  /** An entry of PutEvents as JSON; `at` is its time, in milliseconds since the epoch. */
  entry(seq: number, at: number): string;
  /** Its bytes by the formula that AWS limits entries by. */
  sizeOf(seq: number): number;
  /** The event as a consumer is given it. */
  event(seq: number, at: number): BusEvent;
  /** The same as JSON. */
  text(seq: number, at: number): string;
  /** Whether it is for a consumer, as far as is known. */
  isExpected(seq: number): boolean;
  /** Which order is judged in: events of one number are of one repository. */
  groupOf(seq: number): number;
  /** How many such numbers there are. */
  readonly groups: number;
  /** Which event of this run a text tells of: an event as JSON, or whatever holds its digest or its id. */
  seqIn(text: string): number | undefined;
  /** The same of an event that was read already. */
  seqOf(event: unknown): number | undefined;
}
