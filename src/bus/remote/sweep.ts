import { Problem } from '../../problem.ts';
import { type Clients, openClients } from './clients.ts';
import { fateOf, remoteProblem } from './failure.ts';
import { closeLedger, type FoundLedger, type LedgerPlace, readLedgers } from './ledger.ts';
import { findLeftovers } from './leftovers.ts';
import { inRemovalOrder, remove, type Resource } from './resource.ts';

/** What was taken away, and what could not be. */
export interface Swept {
  readonly taken: readonly Resource[];
  readonly problems: readonly Problem[];
  /** The ledgers of runs that had sent events and could not say so themselves. */
  readonly untold: readonly FoundLedger[];
}

/** Which leftovers are meant. */
export interface Sweep {
  /** Those of one run alone, also if it still goes on; otherwise those of every run of this machine that has ended. */
  readonly run?: string;
  /** Looks there too, for what has the tags of a run that has ended or that nobody can need any more. */
  readonly at?: LedgerPlace;
  /** At that place, also for what a run on another machine may still need. */
  readonly all?: boolean;
}

/** Takes away what runs have left behind: by their ledgers, and at a place also by their tags. */
export async function sweep({ run, at, all = false }: Sweep): Promise<Swept> {
  const taken: Resource[] = [];
  const problems: Problem[] = [];
  const ledgers = readLedgers();
  const meant = ledgers.filter((ledger) => (run === undefined ? !ledger.running : isOf(run, ledger.run)));
  // A container goes last: what is in it can be taken out only as long as it runs.
  for (const ledger of meant.toSorted((a, b) => Number(holdsContainer(a)) - Number(holdsContainer(b)))) {
    const { place, resources } = ledger;
    try {
      taken.push(...(await within(place, (clients) => takeAll(resources, clients))));
      closeLedger(ledger);
    } catch (error) {
      // A LocalStack that is gone has taken everything with it.
      if (place.bus === 'localstack' && !holdsContainer(ledger) && fateOf(error) === 'unreached') closeLedger(ledger);
      else problems.push(remoteProblem(`take away what run ${ledger.run} has left`, error, place.endpoint));
    }
  }
  const untold = meant.filter(({ accepted, unknown }) => accepted + unknown.length > 0);
  if (at === undefined) return { taken, problems, untold };
  const going = new Set(ledgers.filter((ledger) => ledger.running).map((ledger) => ledger.run));
  const known = new Set(meant.map((ledger) => ledger.run));
  const missing = new Map<string, string>();
  try {
    const left = await within(at, async (clients) => {
      const leftovers = await findLeftovers(clients, Date.now(), (one, kind) => missing.set(kind, one.package));
      const ended = leftovers.filter((one) => !going.has(one.run) && (all || one.expired || known.has(one.run)));
      return takeAll(
        ended.map(({ resource }) => resource),
        clients,
      );
    });
    taken.push(...left);
  } catch (error) {
    problems.push(remoteProblem('look for what runs have left', error, at.endpoint));
  }
  if (missing.size > 0) problems.push(notLookedFor(missing));
  return { taken, problems, untold };
}

/** One problem for all packages, so that one installation mends it. */
function notLookedFor(missing: ReadonlyMap<string, string>): Problem {
  return new Problem(
    'ENVIRONMENT_MISSING',
    `Cannot look for ${[...missing.keys()].join(', ')} that runs have left: their clients are not installed, wanted "npm install --save-dev ${[...missing.values()].join(' ')}"`,
  );
}

/** Each scenario of a run has a ledger of its own, whose name begins as the run's. */
function isOf(run: string, name: string): boolean {
  return name === run || name.startsWith(`${run}-`);
}

function holdsContainer({ resources }: FoundLedger): boolean {
  return resources.some(({ kind }) => kind === 'container');
}

async function takeAll(resources: readonly Resource[], clients: Clients): Promise<readonly Resource[]> {
  const taken: Resource[] = [];
  for (const resource of inRemovalOrder(resources)) {
    await remove(resource, clients);
    taken.push(resource);
  }
  return taken;
}

/** Goes to a place with clients of its own; to a real account only if the credentials are of that one. */
async function within<Result>(
  { bus, account, region, endpoint }: LedgerPlace,
  use: (clients: Clients) => Promise<Result>,
): Promise<Result> {
  const isReal = bus === 'aws';
  const clients = openClients({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(!isReal && { credentials: { accessKeyId: account, secretAccessKey: 'ecreplay' } }),
  });
  try {
    if (isReal) await proveAccount(account, clients);
    return await use(clients);
  } finally {
    clients[Symbol.dispose]();
  }
}

/** What is not found in another account would count as taken away. */
async function proveAccount(account: string, clients: Clients): Promise<void> {
  const { Account: found } = await (await clients.open('sts')).getCallerIdentity({});
  if (found === account) return;
  throw new Problem(
    'ENVIRONMENT_MISSING',
    `Cannot clean account ${account}: the credentials are of account ${found ?? 'nobody'}`,
  );
}
