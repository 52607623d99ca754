import type { Instant } from '../clock.ts';
import type { Invocation } from '../consumer/consumer.ts';
import type { Delivery } from '../timeline/timeline.ts';

/** Things a bus may be unable to reproduce faithfully. Each has a probe in the contract suite, which shows whether it is so. */
export type Fidelity = (typeof FIDELITIES)[number];

/** Every kind of fidelity. */
export const FIDELITIES = [
  'event-source',
  'event-id',
  'event-account',
  'event-region',
  'event-time',
  'event-members',
  'arrival-order',
  'rule-state',
  'retry',
  'retry-policy',
  'dead-letter',
  'input-transformer',
  'run-command',
  'ecs-task',
  'api-destination',
  'log-time',
  'forwarded-time',
] as const;

/** What became of one arrival. */
export interface Receipt {
  /** Names of the rules that matched, in their own order. Beyond this process the answer may come as late as `settle`. */
  readonly matched: readonly string[];
  /** Grows as long as the run goes on: a consumer that fails is called again minutes later. */
  readonly invocations: readonly Invocation[];
  /** Names of the consumers that were given something else than AWS would have given them, or nothing. */
  readonly misled?: readonly string[];
  /** Names of the consumers that ran where neither their answers nor their calls can be seen. */
  readonly unseen?: readonly string[];
  /** Consumers of which this delivery says nothing, and why, as a verb with its object. */
  readonly unheard?: Readonly<Record<string, string>>;
}

/** A message that lies in a queue when everything is over. */
export interface LeftMessage {
  /** The queue's name. */
  readonly queue: string;
  readonly messageId: string;
  readonly body: string;
  /** When it was sent, on the registry's clock. */
  readonly sentAt: Instant;
  /** How often it was received, also where it lay before. */
  readonly receiveCount: number;
  /** Its message attributes: of a dead letter of EventBridge's they say why it died. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The queue that gave up on it. */
  readonly deadLetterOf?: string;
}

/** What became of an arrival that is not of the timeline: a consumer has caused it in the course of the run. */
export type CausedArrival = Receipt & { readonly delivery: Delivery };

/** Whether a bus has an event: `unknown` when it was sent and no answer came. */
export type Fate = 'accepted' | 'refused' | 'unknown' | 'unsent';

/** A place that events are replayed to. */
export interface Bus extends AsyncDisposable {
  readonly name: string;
  /** What this bus cannot reproduce, and why: shown in reports, honoured by the contract suite. */
  readonly cannot: Readonly<Partial<Record<Fidelity, string>>>;
  /** What is known of each delivery so far, on a bus that can be lost. */
  readonly fates?: ReadonlyMap<Delivery, Fate>;
  /** Loads and opens what the first delivery would have to wait for, so that it is not late. */
  ready?(): Promise<void>;
  deliver(delivery: Delivery): Promise<Receipt>;
  /** Delivers what is to be handled at once; absent where nobody can tell how invocations are interleaved. */
  deliverTogether?(deliveries: readonly Delivery[]): Promise<readonly Receipt[]>;
  /** What schedules have set off before the first delivery. It is told with that delivery, where there is one. */
  unprompted?(): readonly Invocation[];
  /** What lies in queues once all is settled. A bus beyond this process does not tell: to look is to receive. */
  left?(): readonly LeftMessage[];
  /** What has arrived besides what was delivered: events that consumers have caused. */
  caused?(): readonly CausedArrival[];
  /**
   * Lets everything happen that deliveries have set going, retries and delays; nothing more is delivered after that. The scenario
   * itself goes on until `ended`, for what goes by its clock.
   */
  settle(ended?: Instant): Promise<void>;
}
