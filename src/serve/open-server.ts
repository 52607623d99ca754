import { functionName } from '../bus/function-name.ts';
import { setUp } from '../bus/resource/set-up.ts';
import { addEndpoint } from '../bus/add-endpoint.ts';
import { putToWork } from '../bus/put-to-work.ts';
import type { Milliseconds } from '../clock.ts';
import type { Invocation } from '../consumer/consumer.ts';
import type { ImportModule } from '../consumer/load-handler.ts';
import type { Troupe } from '../consumer/open-consumers.ts';
import { bringsBlob, isDistribution } from '../distribution/is-distribution.ts';
import type { Answer } from '../embedded/door/door.ts';
import { type Listener, listen } from '../embedded/door/listener.ts';
import { closeRegistry } from '../embedded/ecr/opened.ts';
import { embed } from '../embedded/embedded.ts';
import { type Estate, openEstate } from '../embedded/estate.ts';
import type { Runner } from '../embedded/lambda/runner.ts';
import { openPermissions } from '../embedded/policy/permissions.ts';
import { openScene } from '../embedded/scene.ts';
import { type Place, Problem } from '../problem.ts';
import { seeded } from '../random.ts';
import { placeOfMember } from '../rehearse/config-place.ts';
import { importSource } from '../rehearse/import-source.ts';
import type { Setup } from '../rehearse/setup.ts';
import { type ServerClock, openClock } from './server-clock.ts';
import { openContainerClients } from './container-clients.ts';
import { reception } from './reception.ts';

/** How an embedded AWS is served. */
export interface Serving {
  readonly setup: Pick<Setup, 'rules' | 'consumers' | 'root' | 'resources' | 'file'>;
  readonly port: number;
  readonly host: string;
  /** Names of this machine besides its own. */
  readonly allowed: readonly string[];
  readonly clock: 'real' | 'manual';
  /** Whether AWS's services are let do only what policies and roles allow them. */
  readonly enforcePermissions?: boolean;
  /** How many requests of PutEvents are taken in a second; any number unless told. */
  readonly throttle?: number;
  /** Whether PutEvents takes sources that begin with `aws.`, as it does from AWS's own services alone. */
  readonly takesSourcesOfAws?: boolean;
  /** Told of every invocation of a consumer. */
  readonly watch?: Watch;
  /** The secret of an access key; without it every caller is whoever it says. */
  readonly secretOf?: (accessKeyId: string) => string | undefined;
  readonly account: string;
  readonly region: string;
  readonly seed: number | string;
  /** Told of what goes wrong, one line each. */
  readonly tell: (line: string) => void;
}

/** Who is told of invocations as they are made. */
export interface Watch {
  /** A consumer is given an event, which it may change; the returned function is told how that ended. */
  began(event: unknown): (outcome: Invocation['outcome']) => void;
  /** One that fetches its own work has done what was in these texts. */
  worked(texts: readonly string[], outcome: Invocation['outcome']): void;
}

/** An embedded AWS that anything on this machine can call. */
export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly estate: Estate;
  /** Moves a manual clock. */
  readonly advance: (by: Milliseconds) => Promise<void>;
}

/** Opens the embedded AWS on a port: what the configuration names is there, and its consumers run when their rules match. */
export async function openServer(serving: Serving): Promise<Server> {
  const { setup, account, region, seed, tell, port, host } = serving;
  const random = seeded(seed).fork('serve');
  const clock = openClock(serving.clock, Date.now(), (error) => tell(defect(error)));
  const permissions = openPermissions({ enforced: serving.enforcePermissions === true });
  const estate = openEstate(
    openScene({
      account,
      region,
      agenda: clock.agenda,
      random: random.fork('embedded'),
      permissions,
      ...(serving.throttle !== undefined && { putEventsPerSecond: serving.throttle }),
      ...(serving.takesSourcesOfAws !== undefined && { takesSourcesOfAws: serving.takesSourcesOfAws }),
    }),
  );
  const troupe = await openTroupe(serving, estate, clock);
  const embedded = embed(estate);
  const containerClients = openContainerClients(estate);
  const call: Answer = (request) => (isDistribution(request) ? containerClients(request) : embedded(request, SILENT));
  const answer = reception(call, { ...serving, clock, failed: (error) => tell(defect(error)) });
  let listener: Listener;
  try {
    await setUpAs(setup, estate);
    await putToWork(
      troupe?.consumers.values() ?? [],
      estate,
      () => undefined,
      (done, _, texts) => {
        serving.watch?.worked(texts, done.outcome);
        report(done, tell);
      },
    );
    listener = await listen(answer, { port, host, stays: true, asItComes: bringsBlob });
  } catch (error) {
    await troupe?.[Symbol.asyncDispose]();
    if (error instanceof Problem) throw error;
    throw new Problem('ENVIRONMENT_MISSING', `Cannot serve on ${host}:${port}: ${words(error)}`, { cause: error });
  }
  return {
    url: listener.url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:'),
    estate,
    advance: clock.advance,
    [Symbol.asyncDispose]: async () => {
      estate.buses.stopSchedules();
      await listener[Symbol.asyncDispose]();
      await closeRegistry(estate);
      await troupe?.[Symbol.asyncDispose]();
    },
  };
}

/** Makes what a configuration speaks of. */
function setUpAs({ rules, resources = {}, file }: Serving['setup'], estate: Estate): Promise<void> {
  const placeOf = (path: string): Place | undefined => (file === undefined ? undefined : placeOfMember(file, path));
  return setUp(rules, { resources, placeOf }, estate);
}

/** Nobody reads what is recorded here, so an answer with nothing in it would pass for AWS's own. */
const SILENT = { record: (): void => {}, refusesUnknown: true } as const;

/** Makes functions of the consumers. */
async function openTroupe(
  { setup, account, region, seed, tell, watch }: Serving,
  estate: Estate,
  { agenda, attend }: ServerClock,
): Promise<Troupe | undefined> {
  const names = Object.keys(setup.consumers);
  if (names.length === 0) return undefined;
  const { openConsumersIn } = await import('../consumer/open-consumers.ts');
  const troupe = await openConsumersIn(
    // What a consumer is called with comes from the agenda, so it never has to move it.
    {
      estate,
      agenda: {
        now: () => agenda.now(),
        runUntil: () => Promise.resolve(),
        ...(attend !== undefined && { attend }),
      },
      endless: true,
      ended: (invocation) => report(invocation, tell),
      orphaned: ({ consumer, error }) =>
        tell(`${consumer} left something running that failed with ${error.name}: ${error.message}`),
    },
    {
      specs: setup.consumers,
      root: setup.root,
      importModule: importOnce,
      openImage: async (...given) => (await import('../bus/image/image-consumer.ts')).openImage(...given),
      account,
      region,
      random: seeded(seed).fork('consumers'),
      load: names,
    },
  );
  for (const [name, consumer] of troupe.consumers) {
    if (consumer.work !== undefined) continue;
    const run: Runner = (event, { requestId }) => {
      const now = agenda.now();
      const moment = { at: now, emittedAt: now, rule: '', eventId: '', requestId, owned: true };
      const over = watch?.began(event);
      const invoking = consumer.invoke(event, moment);
      return over === undefined ? invoking : heard(invoking, over);
    };
    estate.functions.define(functionName(name), run);
    if (consumer.isEndpoint === true) addEndpoint(estate, functionName(name), run);
  }
  return troupe;
}

async function heard(
  invoking: Promise<Invocation>,
  over: (outcome: Invocation['outcome']) => void,
): Promise<Invocation> {
  const invocation = await invoking;
  over(invocation.outcome);
  return invocation;
}

function report({ consumer, outcome, refusals }: Invocation, tell: Serving['tell']): void {
  if (outcome.kind === 'threw') tell(`${consumer} threw ${outcome.error.name}: ${outcome.error.message}`);
  if (outcome.kind === 'timed-out') tell(`${consumer} did not end within ${outcome.after} ms`);
  for (const { address } of refusals) tell(`${consumer} was refused a connection to ${address}`);
}

const importOnce: ImportModule = (file) => importSource(file, '0');

function defect(error: unknown): string {
  return `A defect of ecreplay: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

function words(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  if (code === 'EADDRINUSE') return 'the port is taken, wanted another with --port';
  return error instanceof Error ? error.message : String(error);
}
