import { callEndpoint } from '../embedded/eventbridge/send/endpoint.ts';
import { Undeliverable } from '../embedded/eventbridge/failure.ts';
import type { Invocation, UrlSpec } from './consumer.ts';
import type { LoadableConsumer, Surroundings } from './load-consumer.ts';

/** Makes a consumer of a webhook. What it answers is the outcome; whoever sends to it calls again where that is no success. */
export function openUrl(
  name: string,
  { url, headers = {} }: UrlSpec,
  { agenda, random: all }: Surroundings,
): LoadableConsumer & AsyncDisposable {
  const random = all.fork(`consumer/${name}`);
  const target = new URL(url);
  return {
    name,
    isEndpoint: true,
    ledgers: [],
    unclaimed: () => undefined,
    load: () => Promise.resolve(),
    invoke: async (event, { at, emittedAt, rule, eventId, requestId = random.uuid() }) => {
      // Not from within the agenda itself, where it is that late already.
      if (at > agenda.now()) await agenda.runUntil(at);
      const began = performance.now();
      const outcome = await post(target, headers, JSON.stringify(event));
      const took = performance.now() - began;
      return { consumer: name, rule, eventId, requestId, at, emittedAt, took, outcome, calls: [], refusals: [] };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function post(url: URL, headers: UrlSpec['headers'], body: string): Promise<Invocation['outcome']> {
  try {
    const { status, body: value } = await callEndpoint({ method: 'POST', url, headers: { ...headers }, body });
    return { kind: 'returned', value: { status, body: value } };
  } catch (error) {
    if (!(error instanceof Undeliverable)) throw error;
    const { code, message, retriable } = error;
    return { kind: 'threw', error: { name: code, message, retriable } };
  }
}
