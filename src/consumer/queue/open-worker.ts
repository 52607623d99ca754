import { Problem } from '../../problem.ts';
import { toMilliseconds } from '../../scenario/duration.ts';
import type { Desk, WorkerSpec } from '../consumer.ts';
import { functionFacts, type LoadableConsumer, type Surroundings } from '../load-consumer.ts';
import { OpenLedger } from '../open-ledger.ts';
import { awake } from '../runtime-api/awake.ts';
import { Shift } from './shift.ts';

/** How long a process may do nothing that is expected of it. */
const PATIENCE = '10s';

/**
 * Makes a consumer of a process that polls a queue. It is started once everything is there that the configuration declares, and is gone
 * when the rehearsal is over; where it ends before, it is started again, as a service is.
 */
export function openWorker(
  name: string,
  spec: WorkerSpec,
  surroundings: Surroundings,
): LoadableConsumer & AsyncDisposable {
  const { ground, embedded, endless = false } = surroundings;
  const random = surroundings.random.fork(`consumer/${name}`);
  const facts = functionFacts(name, {}, surroundings, random);
  const stray = new OpenLedger({ consumer: name, ledgers: ground.ledgers, environment: {}, embedded });
  let shift: Shift | undefined;

  return {
    name,
    ledgers: [],
    unclaimed: () => stray,
    load: () => Promise.resolve(),
    work: async (desk: Desk) => {
      // Where nobody's clock waits for it, it may take as long as it likes.
      const patience = endless ? Number.POSITIVE_INFINITY : toMilliseconds(spec.timeout ?? PATIENCE);
      shift = new Shift({ name, spec, surroundings, facts, random, desk, patience, stray });
      await awake(shift.begin());
    },
    invoke: () => {
      throw new Problem(
        'CONFIG_INVALID',
        `Cannot invoke consumer "${name}": it fetches its own work from queue "${spec.queue}", wanted a target such as { queue: '${spec.queue}' }`,
      );
    },
    [Symbol.asyncDispose]: async () => {
      if (shift !== undefined) await awake(shift.end());
    },
  };
}
