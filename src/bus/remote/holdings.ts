import type { Clients } from './clients.ts';
import { remoteProblem } from './failure.ts';
import type { Ledger } from './ledger.ts';
import { inRemovalOrder, remove, type Resource } from './resource.ts';

/** What a run holds on a bus. Disposing takes all of it away, whatever state it is in. */
export interface Holdings extends AsyncDisposable {
  readonly run: string;
  /** Makes a resource. It is written down first, so that it is found even if this process ends in between. */
  make<Made>(resource: Resource, create: () => Promise<Made>): Promise<Made>;
  /** Takes one away before the end. */
  release(resource: Resource): Promise<void>;
}

/** Opens the holdings of a run. */
export function openHoldings(ledger: Ledger, clients: Clients): Holdings {
  const held: Resource[] = [];
  let closed = false;

  async function release(resource: Resource): Promise<void> {
    await remove(resource, clients);
    ledger.strike(resource);
    held.splice(held.indexOf(resource), 1);
  }

  return {
    run: ledger.run,
    make: async (resource, create) => {
      if (closed) throw new Error(`Nothing is made once a run has ended, but "${resource.name}" was to be`);
      ledger.enter(resource);
      held.push(resource);
      return create();
    },
    release,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      const failures: unknown[] = [];
      // One that stays must not keep the others.
      for (const resource of inRemovalOrder(held))
        await release(resource).catch((error: unknown) => failures.push(error));
      if (failures.length === 0) return;
      throw remoteProblem(
        `take away ${held.map(({ kind, name }) => `${kind} "${name}"`).join(', ')}, wanted "ecreplay clean"`,
        failures[0],
        clients.reach.endpoint,
      );
    },
  };
}
