/**
 * Which events were accepted, seen and processed: what is lost and what came twice is worked out from it.
 *
 * A sequence number is the schedule's, so that several who watch one queue can put together what each has seen.
 */
export interface Sightings {
  /** The bus took it. */
  accepted(seq: number): void;
  /** It will never arrive: it was refused, or never sent. */
  forgone(seq: number): void;
  /** The consumer was given it. */
  delivered(seq: number): 'first' | 'again';
  /** The consumer was done with it. */
  processed(seq: number): 'first' | 'again';
  /** How many were accepted and have not been delivered, so far. */
  missing(): number;
  /** Everything, as plain data. */
  taken(): SightingsData;
}

/** What is left to say of blocks of sequence numbers: none is told of whose events all came once. */
export interface SightingsData {
  /** How many sequence numbers a block has. */
  readonly block: number;
  /** By the number of the block: planes of bits, compressed, in base64. */
  readonly blocks: readonly (readonly [index: number, planes: string])[];
}
