import { type FailureCode, Undeliverable } from '../embedded/eventbridge/failure.ts';
import type { Sender } from '../embedded/eventbridge/send/send-to.ts';
import { outcomeOf, type Runner } from '../embedded/lambda/runner.ts';
import type { Estate } from '../embedded/assemble.ts';
import { arnOf } from './target-definition.ts';

/**
 * Has EventBridge itself call a consumer that is an endpoint, wherever a rule names it, and call it again by the retry policy of the target;
 * what else invokes consumers takes it for a function.
 */
export function addEndpoint(
  { eventBridge, scene }: Pick<Estate, 'eventBridge' | 'scene'>,
  name: string,
  run: Runner,
): void {
  const random = scene.random.fork(`endpoint/${name}`);
  const sender: Sender =
    ({ Arn }) =>
    async ({ arrival, rule, heard }, input) => {
      const requestId = random.uuid();
      heard?.(requestId, { event: arrival.event, rule: rule.name });
      const outcome = outcomeOf(await run(JSON.parse(input), { requestId, functionArn: Arn }));
      if (outcome.kind !== 'threw') return;
      const { name: code, message, retriable = false } = outcome.error;
      throw new Undeliverable(code as FailureCode, message, { retriable });
    };
  eventBridge.endpoints.set(arnOf('consumer', name, scene), sender);
}
