import type { Invocation } from '../consumer/consumer.ts';
import type { Delivery } from '../timeline/timeline.ts';

/** Things a bus may be unable to reproduce faithfully. */
export type Fidelity = 'event-source' | 'event-id' | 'event-time' | 'arrival-order' | 'rule-state' | 'retry';

/** What became of one arrival. */
export interface Receipt {
  /** Names of the rules that matched, in their own order. */
  readonly matched: readonly string[];
  /** Grows as long as the run goes on: a consumer that fails is called again minutes later. */
  readonly invocations: readonly Invocation[];
}

/** A place that events are replayed to. */
export interface Bus extends AsyncDisposable {
  readonly name: string;
  /** What this bus cannot reproduce, and why: shown in reports, honoured by the contract suite. */
  readonly cannot: Readonly<Partial<Record<Fidelity, string>>>;
  deliver(delivery: Delivery): Promise<Receipt>;
  /** Lets everything happen that deliveries have set going, retries and delays; nothing more is delivered after that. */
  settle(): Promise<void>;
}
