import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { AwsSpec } from '../bus-spec.ts';
import type { Staging } from '../open-bus.ts';
import type { Clients } from '../remote/clients.ts';
import type { Holdings } from '../remote/holdings.ts';
import type { Meter } from './meter.ts';

/** All that a strategy works with. */
export interface AwsStage {
  readonly spec: AwsSpec;
  readonly staging: Staging;
  readonly clients: Clients;
  readonly holdings: Holdings;
  readonly meter: Meter;
  /** The real one. */
  readonly clock: Clock;
  readonly random: Random;
  /** Begins the name of everything that this bus makes: `ecreplay-<run>-<draw>`. */
  readonly prefix: string;
  /** What is to be done before a bus is left, however far it has come. */
  readonly leaving: (() => unknown)[];
  /** Whose account it is, in words: `account 123456789012`. */
  readonly whose: string;
}
