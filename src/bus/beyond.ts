import type { Consumer } from '../consumer/consumer.ts';
import { backInside, callBus } from '../embedded/outward.ts';
import type { Bus } from './bus.ts';
import type { Staging } from './open-bus.ts';

/** Opens a bus whose own calls leave this process, while those of consumers are refused as ever. */
export async function openBeyond(open: (staging: Staging) => Promise<Bus>, staging: Staging): Promise<Bus> {
  const consumers = new Map(Array.from(staging.consumers, ([name, consumer]) => [name, inside(consumer)]));
  const bus = await callBus(() => open({ ...staging, consumers }));
  return {
    ...bus,
    deliver: (delivery) => callBus(() => bus.deliver(delivery)),
    settle: () => callBus(() => bus.settle()),
    [Symbol.asyncDispose]: () => callBus(() => bus[Symbol.asyncDispose]()),
  };
}

function inside(consumer: Consumer): Consumer {
  return { name: consumer.name, invoke: (event, moment) => backInside(() => consumer.invoke(event, moment)) };
}
