import { openImage } from '../bus/image/image-consumer.ts';
import { openConsumers } from '../consumer/open-consumers.ts';
import type { Invocation } from '../consumer/consumer.ts';
import { Problem } from '../problem.ts';
import { seeded } from '../random.ts';
import { importSource } from '../rehearse/import-source.ts';
import type { Setup } from '../rehearse/setup.ts';

/** Invokes one consumer of a configuration with one event, as its rule would, in an AWS that is empty otherwise. */
export async function handToConsumer(
  event: { readonly id?: unknown; readonly account?: unknown; readonly region?: unknown; readonly time?: unknown },
  name: string,
  setup: Setup,
): Promise<Invocation> {
  const { [name]: spec } = setup.consumers;
  if (spec === undefined) throw new Problem('CONSUMER_UNKNOWN', `Cannot send to consumer "${name}": there is none`);
  const at =
    typeof event.time === 'string' && !Number.isNaN(Date.parse(event.time)) ? Date.parse(event.time) : Date.now();
  const troupe = await openConsumers({
    specs: { [name]: spec },
    root: setup.root,
    importModule: (file) => importSource(file, '0'),
    openImage,
    account: text(event.account, '123456789012'),
    region: text(event.region, 'us-east-1'),
    start: at,
    random: seeded(setup.seed ?? 1).fork('consumers'),
  });
  try {
    const eventId = text(event.id, '');
    const invocation = await troupe.consumers.get(name)!.invoke(event, { at, emittedAt: at, rule: '', eventId });
    await troupe.rest();
    return invocation;
  } finally {
    await troupe[Symbol.asyncDispose]();
  }
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
