import { expect, test } from 'vitest';
import { Problem, Problems } from '../../src/problem.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { delivery, PUSH, recording } from './deliveries.ts';
import { openProxy, type Way } from './proxy.ts';
import { standIn } from './stand-in.ts';

const RULES: readonly Rule[] = [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'c' }] }];
const EVENTS = ['a', 'b'].map((id) => delivery({ ...PUSH, id }));

/** A run with one rule and two events makes some thirty requests. Each of them was tried; here every third is, and another third each way. */
const MOMENTS = { lose: [1, 4, 7, 10, 13, 16, 19, 22, 25, 28], cut: [2, 5, 8, 11, 14, 17, 20, 23, 26, 29] };

test.for(['lose', 'cut'] as const)(
  'whichever request of a run is lost, no event arrives twice, none is lost unsaid, and nothing is left (%s)',
  { timeout: 120_000 },
  async (way) => {
    for (const moment of MOMENTS[way]) {
      await using aws = await standIn();
      let requests = 0;
      await using proxy = await openProxy(aws.server.url, (operation): Way => {
        // A poll is asked again anyway, and how many there are depends on the machine.
        if (operation === 'ReceiveMessage') return 'pass';
        requests += 1;
        return requests === moment ? way : 'pass';
      });
      const seen: { readonly id: string }[] = [];
      const consumers = new Map([['c', recording('c', seen)]]);
      const told: unknown[] = [];
      const accepted: string[] = [];
      try {
        await using bus = await aws.open({ endpoint: proxy.url, strategy: 'clone' }, { rules: RULES, consumers });
        for (const one of EVENTS) {
          try {
            await bus.deliver(one);
          } finally {
            if (bus.fates?.get(one) === 'accepted') accepted.push(one.event.id);
          }
        }
        await bus.settle();
      } catch (error) {
        told.push(error);
      }
      const ids = seen.map(({ id }) => id);
      // What the bus says it has, it brings; where it says nothing, it has brought everything.
      const promised = told.length === 0 ? ['a', 'b'] : accepted;
      expect({
        moment,
        defects: told.filter((error) => !(error instanceof Problem || error instanceof Problems)),
        twice: ids.filter((id, at) => ids.indexOf(id) !== at),
        missing: promised.filter((id) => !ids.includes(id)),
        left: await aws.left(),
      }).toEqual({ moment, defects: [], twice: [], missing: [], left: [] });
    }
  },
);
