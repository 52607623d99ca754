import type { Consumer } from '../consumer/consumer.ts';
import type { Rule } from '../rule/rule.ts';
import type { Account } from './account-bus.ts';
import type { BusSpec } from './bus-spec.ts';
import type { Bus } from './bus.ts';
import { embeddedBus } from './embedded.ts';

/** Who and what a bus is opened for. */
export interface Staging {
  /** The scenario, by its name. */
  readonly scenario: string;
  readonly rules: readonly Rule[];
  readonly consumers: ReadonlyMap<string, Consumer>;
  /** The embedded AWS that the consumers make their calls to, on every bus; a bus without it has one of its own. */
  readonly account?: Account;
  /** Whose registry the scenario is about. */
  readonly owner: { readonly account: string; readonly region: string };
  /** Aborted when the run is interrupted: nothing more is delivered then. */
  readonly signal?: AbortSignal;
}

/**
 * Opens the bus that is asked for. What speaks to an AWS outside of this process is loaded only here.
 *
 * Throws a `Problem` where the surroundings lack something, or where a rule is one that the bus refuses.
 */
export async function openBus(spec: BusSpec, staging: Staging): Promise<Bus> {
  switch (spec.kind) {
    case 'embedded':
      return embeddedBus(staging.rules, staging.consumers, staging.account);
    case 'localstack': {
      const { openLocalStackBus } = await import('./localstack/localstack-bus.ts');
      return openLocalStackBus(spec, staging);
    }
    case 'aws': {
      const { openAwsBus } = await import('./aws/aws-bus.ts');
      const { openBeyond } = await import('./beyond.ts');
      return openBeyond((inside) => openAwsBus(spec, inside), staging);
    }
  }
}
