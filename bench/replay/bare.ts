/** What the embedded bus takes where nothing is read: events that are there already. Arguments: folder, how many. */
import { embeddedBus } from '../../src/bus/embedded.ts';
import { virtualClock } from '../../src/clock.ts';
import { openConsumers } from '../../src/consumer/open-consumers.ts';
import { seeded } from '../../src/random.ts';
import { importNatively } from '../../src/rehearse/rehearse.ts';
import { play } from '../../src/replay/play.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { setup } from './setup.ts';
import { push } from './write-events.ts';

const [, , folder = '', many = '0'] = process.argv;
const start = Date.parse('2026-01-15T09:30:00Z');
const count = Number(many);
const { rules, consumers, root } = setup(folder);
const troupe = await openConsumers(
  {
    specs: consumers,
    root,
    account: '123456789012',
    region: 'us-east-2',
    start,
    random: seeded('bench'),
    importModule: importNatively,
    load: Object.keys(consumers),
  },
  { endless: true },
);
const timeline: Timeline = Array.from({ length: count }, (_, index) => {
  const at = start + index * 10;
  return { at, emittedAt: at, event: push(index, at), reaches: 'enabled', faults: [] };
});
const bus = embeddedBus(rules, troupe.consumers, troupe);
const began = performance.now();
await play([timeline], bus, virtualClock(start), { arrived: () => undefined });
const rate = (count * 1_000) / (performance.now() - began);
await troupe[Symbol.asyncDispose]();
console.log(JSON.stringify({ rate, rss: process.resourceUsage().maxRSS * 1_024, p99: 0 }));
