import type { Instant } from '../clock.ts';
import type { Random } from '../random.ts';

/** What the embedded AWS knows of the scenario it stands in. */
export interface Scene {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** The scenario's own time: what answers give as their dates. */
  now(): Instant;
  /** Draws the ids that answers hold. */
  readonly random: Random;
}
