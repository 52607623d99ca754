import type { BusSpec } from '../../bus/bus-spec.ts';
import type { Milliseconds } from '../../clock.ts';
import type { Place } from '../../problem.ts';
import type { Threshold } from './threshold.ts';

/** Events a second. */
export type Rate = number;

/** How a phase's arrivals lie in time: one file a form in `schedule/`. */
export type Arrivals =
  | { readonly kind: 'constant'; readonly rate: Rate; readonly for: Milliseconds }
  | { readonly kind: 'ramp'; readonly from: Rate; readonly to: Rate; readonly for: Milliseconds }
  /** From one rate to another by equal steps, each held for a while. */
  | { readonly kind: 'step'; readonly from: Rate; readonly to: Rate; readonly by: Rate; readonly every: Milliseconds }
  /** `before` and `after` at the base rate, `for` at the peak. */
  | {
      readonly kind: 'spike';
      readonly base: Rate;
      readonly peak: Rate;
      readonly before: Milliseconds;
      readonly for: Milliseconds;
      readonly after: Milliseconds;
    }
  | { readonly kind: 'poisson'; readonly rate: Rate; readonly for: Milliseconds }
  /** The gaps of a recording, `speed` times as fast, `times` times over. */
  | { readonly kind: 'recording'; readonly gaps: Float64Array; readonly speed: number; readonly times: number };

/** A stretch of the run that is measured by itself. */
export type Phase = Arrivals & { readonly name: string };

/** One kind of thing that happens in the registry, and how often beside the others. */
export interface Flow {
  readonly name: string;
  /** The scenario file, as an absolute path. */
  readonly scenario: string;
  /** A whole number; of flows of weight 3 and 1, three of four are of the first. */
  readonly weight: number;
  /** Only events of the scenario that match are sent; all that reach a bus unless told. */
  readonly only?: Readonly<Record<string, unknown>>;
}

/** How many different ones there are; nothing is varied that is not named. */
export interface Cardinality {
  readonly repositories?: number;
  readonly tags?: number;
  readonly accounts?: number;
}

/** Where events go. */
export type Target =
  /** A bus that the configuration's rules and consumers are set up on. */
  | { readonly kind: 'bus'; readonly bus: BusSpec }
  /** A bus behind whatever speaks EventBridge's API at a URL, as it is. */
  | {
      readonly kind: 'endpoint';
      readonly url: string;
      readonly eventBus: string;
      readonly region: string;
      /** In the place of their own, which `ecreplay serve` refuses as AWS does. */
      readonly source?: string;
    }
  /** A custom bus in a real account: sources that begin with `aws.` are AWS's own. */
  | {
      readonly kind: 'aws';
      readonly eventBus: string;
      readonly source: string;
      readonly account: string;
      readonly region: string;
    }
  /** One consumer of the configuration, called with each event. */
  | { readonly kind: 'consumer'; readonly name: string };

/** How the consumer's side is seen where it is not in this process. */
export type Observation =
  | { readonly kind: 'queue'; readonly url: string; readonly endpoint?: string; readonly region?: string }
  | { readonly kind: 'logs'; readonly group: string; readonly endpoint?: string; readonly region?: string }
  /** An HTTP listener of ours that the consumer, or a target of a rule, calls with what tells the event. */
  | { readonly kind: 'probe'; readonly port: number };

/** What ends a run before its time: a threshold that has been crossed for so long. */
export interface StopRule {
  readonly when: Threshold;
  readonly for: Milliseconds;
}

/** What is to be sent where, how fast, and what must hold. Plain data: it crosses into workers. */
export interface Plan {
  readonly name: string;
  /** The file, or what the command line said. */
  readonly file: string;
  readonly description: string;
  readonly seed: number | string;
  readonly phases: readonly Phase[];
  readonly flows: readonly Flow[];
  readonly cardinality: Cardinality;
  readonly target: Target;
  readonly observe: readonly Observation[];
  readonly thresholds: readonly Threshold[];
  readonly stop: StopRule | undefined;
  /** How long after the last event was due is waited for those that have not arrived. */
  readonly settle: Milliseconds;
  /** JSON pointer → where it stands in the file. */
  readonly places: Readonly<Record<string, Omit<Place, 'file'>>>;
}
