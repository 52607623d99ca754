import type { WrittenConfig } from '../../../src/rehearse/load-setup.ts';
import type { ConsumerSource } from '../../../src/rehearse/take-handlers.ts';
import type { WrittenScenario } from '../../../src/scenario/written.ts';

/** Two pushes, of which a rule sends the second half of the world to a deployer. */
export const PUSHES: WrittenScenario = {
  given: [{ repository: { name: 'web' } }],
  steps: [{ push: { image: 'web:1.4.2' } }, { push: { image: 'web:1.4.3' } }],
};

/** A configuration that sends pushes to one consumer. */
export function deploying(deployer: ConsumerSource, more: WrittenConfig = {}): WrittenConfig {
  return {
    rules: {
      pushes: {
        pattern: { 'detail-type': ['ECR Image Action'], detail: { 'action-type': ['PUSH'] } },
        targets: [{ consumer: 'deployer', deadLetterConfig: { arn: 'lost-pushes' } }],
      },
    },
    consumers: { deployer },
    ...more,
  };
}

/** What a push is to its handler. */
export interface Pushed {
  readonly detail: { readonly 'image-tag': string };
}
