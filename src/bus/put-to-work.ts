import type { Consumer, Invocation } from '../consumer/consumer.ts';
import type { Estate } from '../embedded/assemble.ts';

/** An event that work may turn out to be about. */
export interface Occasion {
  readonly eventId: string;
  readonly emittedAt: number;
}

/** How EventBridge writes an id, wherever in a message the event stands, also as text within JSON. */
const EVENT_ID = /\\?"id\\?":\s*\\?"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\?"/g;

/**
 * Has consumers begin that fetch their own work. What they have done is told with the event that it was about, where `occasionOf` knows
 * that by its id; a message may be about anything.
 */
export async function putToWork(
  consumers: Iterable<Consumer>,
  estate: Estate,
  occasionOf: (eventId: string) => Occasion | undefined,
  told: (invocation: Invocation, eventId: string | undefined, texts: readonly string[]) => void,
): Promise<void> {
  for (const consumer of consumers) {
    await consumer.work?.({
      watch: (queue, wake) => estate.queues.watch(estate.queues.named(queue).arn, wake),
      done: (invocation, texts) => {
        const occasion = occasionIn(texts, occasionOf);
        told({ ...invocation, ...occasion }, occasion?.eventId, texts);
      },
    });
  }
}

function occasionIn(texts: readonly string[], occasionOf: (eventId: string) => Occasion | undefined) {
  for (const text of texts) {
    for (const [, id = ''] of text.matchAll(EVENT_ID)) {
      const occasion = occasionOf(id);
      if (occasion !== undefined) return occasion;
    }
  }
  return undefined;
}
