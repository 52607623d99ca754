import type { Instant } from '../clock.ts';
import type { AwsCall } from '../embedded/aws-call.ts';
import { virtualAgenda, type VirtualAgenda } from '../embedded/agenda.ts';
import { embed } from '../embedded/embedded.ts';
import type { Estate } from '../embedded/assemble.ts';
import { openLeanEstate } from '../embedded/lean-estate.ts';
import { type Chronicle, type Enacted, openScene } from '../embedded/scene.ts';
import type { Random } from '../random.ts';
import type { Consumer, ConsumerSpec, HandlerSpec, ImageSpec, Invocation, Orphan, Refusal } from './consumer.ts';
import { ground } from './ground.ts';
import { type AgendaOfConsumers, loadConsumer, type LoadableConsumer, type Surroundings } from './load-consumer.ts';
import type { Handlers, ImportModule } from './load-handler.ts';
import { OpenLedger } from './open-ledger.ts';
import { threw } from './outcome.ts';

/** What the consumers of a scenario are opened with. */
export interface Opening {
  readonly specs: Readonly<Record<string, ConsumerSpec>>;
  /** The folder that handler paths are relative to. */
  readonly root: string;
  readonly importModule: ImportModule;
  /** Handlers that are at hand, by the names of their consumers. */
  readonly handlers?: Handlers | undefined;
  /** Starts the container of a consumer that is an image. */
  readonly openImage?: OpenImage;
  readonly account: string;
  readonly region: string;
  /** When the scenario begins. */
  readonly start: Instant;
  readonly random: Random;
  /** What CloudTrail records in the course of the scenario. */
  readonly chronicle?: Chronicle;
  /** Its registry, which they have a part in as soon as they call ECR. */
  readonly enacted?: Enacted;
  /** Names of the consumers to import at once; the others are imported when their first event arrives. */
  readonly load?: Iterable<string>;
}

/** Starts a consumer that is an image. What can do so is loaded only where there is one. */
export type OpenImage = (
  name: string,
  spec: ImageSpec,
  surroundings: Surroundings,
) => Promise<LoadableConsumer & AsyncDisposable>;

/** Consumers, with the network closed around them until they are disposed of. */
export interface Troupe extends AsyncDisposable {
  readonly consumers: ReadonlyMap<string, Consumer>;
  /** What can be laid at no invocation's door: of an import that no event followed, or of code that has lost its context. */
  readonly stray: {
    readonly calls: readonly AwsCall[];
    readonly refusals: readonly Refusal[];
    /** What consumers left running that failed when nobody waited for it any more. */
    readonly orphans: readonly Orphan[];
  };
  /** Waits a little for what invocations have left running: for answers on their way, and for what follows at once. */
  rest(): Promise<void>;
}

/** The consumers of a scenario, and the AWS that they share. */
export interface OpenConsumers extends Troupe {
  /** What the embedded AWS has yet to do. Whoever delivers moves it on. */
  readonly agenda: VirtualAgenda;
  /** What the embedded AWS keeps. */
  readonly estate: Estate;
}

/** An AWS that consumers are opened in. */
export interface World {
  readonly estate: Pick<Estate, 'scene' | 'operation'>;
  readonly agenda: AgendaOfConsumers;
  /** That nobody will look back at what invocations did: they are many, and memory is not. */
  readonly endless?: boolean;
  /** Told of each invocation as it ends: who asks its promise for that makes one more. */
  readonly ended?: (invocation: Invocation) => void;
  /** How many invocations of each consumer are stopped when they keep this thread busy; fifty unless told. */
  readonly stoppable?: number;
  /** Told of what has failed after its invocation was over, in place of a list of it. */
  readonly orphaned?: (orphan: Orphan) => void;
}

/** No request to this process takes as long, on however busy a machine. */
const LONGEST_REST = 5_000;
/** How often the event loop turns before nothing more is expected. */
const QUIET_TURNS = 5;

/** Opens the consumers of one scenario, with an AWS of their own that remembers nothing of any other. */
export async function openConsumers(
  opening: Opening,
  many: Pick<World, 'endless' | 'ended' | 'orphaned'> = {},
): Promise<OpenConsumers> {
  const { account, region, random, chronicle, enacted } = opening;
  const agenda = virtualAgenda(opening.start);
  const estate = openLeanEstate(
    openScene({
      account,
      region,
      agenda,
      random: random.fork('embedded'),
      takesNamedAsGiven: true,
      ...(chronicle !== undefined && { chronicle }),
      ...(enacted !== undefined && { enacted }),
    }),
  );
  // Not spread: what is astray is read when it is asked for.
  return Object.assign(await openConsumersIn({ estate, agenda, ...many }, opening), { agenda, estate });
}

/** Opens consumers in an AWS that others call too. */
export async function openConsumersIn(
  { estate, agenda, endless = false, stoppable, ended, orphaned }: World,
  opening: Omit<Opening, 'start' | 'chronicle' | 'enacted'>,
): Promise<Troupe> {
  const { specs, root, importModule, handlers, account, region, random } = opening;
  const under = await ground();
  const embedded = embed(estate);
  const stray = new OpenLedger({ ledgers: under.ledgers, environment: {}, embedded });
  const leave = under.enter(stray, { closesAll: !endless });
  const orphans: Orphan[] = [];
  const surroundings = {
    root,
    importModule,
    handlers,
    embedded,
    estate,
    ground: under,
    account,
    region,
    random,
    agenda,
    endless,
    ...(stoppable !== undefined && { stoppable }),
    ended,
    orphaned: (consumer: string, cause: unknown): void => {
      const outcome = threw(cause);
      if (outcome.kind === 'threw')
        (orphaned ?? ((orphan) => orphans.push(orphan)))({ consumer, error: outcome.error });
    },
  };
  const consumers = new Map<string, LoadableConsumer>();
  const beyond: AsyncDisposable[] = [];

  async function close(): Promise<void> {
    await Promise.all(beyond.map((opened) => opened[Symbol.asyncDispose]()));
    leave();
    for (const { ledgers } of consumers.values()) for (const ledger of ledgers) ledger.forget();
  }

  try {
    for (const [name, spec] of Object.entries(specs)) {
      if ('handler' in spec) {
        consumers.set(name, loadConsumer(name, spec, surroundings));
        continue;
      }
      const opened = await openBeyond(name, spec, surroundings, opening.openImage);
      beyond.push(opened);
      consumers.set(name, ended === undefined ? opened : heard(opened, ended));
    }
    for (const name of opening.load ?? []) await consumers.get(name)?.load();
  } catch (error) {
    await close();
    throw error;
  }
  const astray = (): OpenLedger[] => [
    stray,
    ...[...consumers.values()].flatMap((consumer) => consumer.unclaimed() ?? []),
  ];
  async function rest(): Promise<void> {
    const until = performance.now() + LONGEST_REST;
    for (let quiet = 0; quiet < QUIET_TURNS && performance.now() < until;) {
      await new Promise((resolve) => void setImmediate(resolve));
      const isBusy = [...consumers.values()].some(({ ledgers }) => ledgers.some((ledger) => ledger.isBusy));
      quiet = isBusy ? 0 : quiet + 1;
    }
  }

  return {
    consumers,
    rest,
    stray: {
      orphans,
      get calls() {
        return astray().flatMap((ledger) => ledger.calls);
      },
      get refusals() {
        return astray().flatMap((ledger) => ledger.refusals);
      },
    },
    [Symbol.asyncDispose]: close,
  };
}

/** The same consumer, of whose invocations somebody is told. */
function heard(consumer: LoadableConsumer, ended: (invocation: Invocation) => void): LoadableConsumer {
  return {
    ...consumer,
    invoke: async (...given) => {
      const invocation = await consumer.invoke(...given);
      ended(invocation);
      return invocation;
    },
  };
}

/** Opens a consumer that is not in this process. Each kind is loaded late: few configurations have one. */
async function openBeyond(
  name: string,
  spec: Exclude<ConsumerSpec, HandlerSpec>,
  surroundings: Surroundings,
  openImage: OpenImage | undefined,
): Promise<LoadableConsumer & AsyncDisposable> {
  if ('url' in spec) return (await import('./url-consumer.ts')).openUrl(name, spec, surroundings);
  if ('queue' in spec) return (await import('./queue/open-worker.ts')).openWorker(name, spec, surroundings);
  if (!('image' in spec)) return (await import('./runtime-api/open-command.ts')).openCommand(name, spec, surroundings);
  if (openImage === undefined) throw new Error(`Nobody can start the image of consumer "${name}"`);
  return openImage(name, spec, surroundings);
}
