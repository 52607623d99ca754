import type { Bus, Fidelity } from '../bus.ts';

/**
 * What LocalStack 4.14.0 does not do as AWS does, each with a probe in the contract suite that fails there.
 *
 * The retries that Lambda makes of a function that fails are not among them: consumers are functions of the embedded AWS on every bus.
 */
export const LOCALSTACK_CANNOT: Bus['cannot'] = {
  'rule-state': 'sends what matches a rule whatever its state is, also when it is DISABLED or not to see reading calls',
  'retry-policy': 'tries each target once, whatever its retry policy says',
  'dead-letter': 'takes queues for dead letters and sends nothing to them',
  'input-transformer': 'fills in input templates in its own way, and sends nothing where a text has a number in it',
  'run-command': 'has no Run Command, so documents are not sent to',
  'ecs-task': 'has no ECS, so tasks are not started',
  'api-destination': 'would call API destinations from within its container, so they are not called',
  'log-time': 'writes to a log group with the time of writing, not that of the event',
  'forwarded-time': 'gives an event that goes on to another bus the time at which it went on',
};

/** What is lost where the way that original members take is closed: by the member of the event. */
export const LOST: Readonly<Record<string, readonly [Fidelity, string]>> = {
  source: ['event-source', 'does not let the source of an event through'],
  id: ['event-id', 'gives each event an id of its own'],
  account: ['event-account', 'gives each event the account of the endpoint'],
  region: ['event-region', 'gives each event the region of the endpoint'],
  time: ['event-time', 'gives each event the time at which it was put'],
};
