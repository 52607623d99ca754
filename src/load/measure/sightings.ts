/**
 * Which events were accepted, seen and processed: what is lost and what came twice is worked out from it.
 *
 * A sequence number is the schedule's, so that several who watch one queue can put together what each has seen.
 */
export interface Sightings {
  /** The bus took it. */
  accepted(seq: number): void;
  /** The bus took it, and nobody is to be given it: there is nothing more to it. */
  passed(seq: number): void;
  /** It will never arrive: it was refused, or never sent. */
  forgone(seq: number): void;
  /** The consumer was given it. */
  delivered(seq: number): 'first' | 'again';
  /** The consumer was done with it. */
  processed(seq: number): 'first' | 'again';
  /** How many were accepted and have not been delivered, so far. */
  missing(): number;
  /** The sequence numbers of such, at most so many. */
  someMissing(most: number): readonly number[];
  /** Whether more is open than can be kept: counts are bounds from then on. */
  isFull(): boolean;
  /** Everything, as plain data. */
  taken(): SightingsData;
}

/**
 * What is left to say of events, in blocks of 4,096 of one shard's: none is told of whose events all came to their end.
 *
 * The `strand` of a block is the shard that sends its events, from 0.
 */
export interface SightingsData {
  /** How many shards there are. */
  readonly of: number;
  /** How many events the schedule has. */
  readonly events: number;
  /** Planes of bits, compressed, in base64. */
  readonly blocks: readonly (readonly [strand: number, index: number, planes: string])[];
  /** Blocks of which every event was seen by the shard that sends them: from, and up to without that. */
  readonly ended: readonly (readonly [strand: number, from: number, to: number])[];
}
