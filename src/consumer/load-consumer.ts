import type { Instant } from '../clock.ts';
import type { VirtualAgenda } from '../embedded/agenda.ts';
import type { Embedded } from '../embedded/embedded.ts';
import type { Scene } from '../embedded/scene.ts';
import { Problem } from '../problem.ts';
import type { Random } from '../random.ts';
import { toMilliseconds } from '../scenario/duration.ts';
import { callHandler, type Handler } from './call-handler.ts';
import type { Consumer, HandlerSpec, Invocation } from './consumer.ts';
import type { ContextFacts } from './context.ts';
import { Course, type Moment, type Role } from './course.ts';
import { DEFAULT_MEMORY, lambdaEnvironment } from './environment.ts';
import type { Ground } from './ground.ts';
import type { Change } from './intrinsics.ts';
import { type Handlers, type ImportModule, loadHandler } from './load-handler.ts';
import { faultOfStub, HTTP_KEY, type Stubs, toStubs } from './stubs.ts';
import { type Company, type Household, OpenLedger } from './open-ledger.ts';
import { partitionOf } from '../embedded/partition.ts';

/** Lambda's own default. https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const DEFAULT_TIMEOUT = '3s';

/** How many invocations of a consumer can be stopped when they block: a handler that blocks does so early, and each costs time. */
const MOST_STOPPABLE = 50;
/** How many are looked after in what they do to the language, for the same reasons. Who has ever done something is looked after for ever. */
const MOST_MENDED = 50;

/** What consumers know of an agenda; time does not go on for those that wait where nobody attends. */
export type AgendaOfConsumers = Pick<VirtualAgenda, 'now' | 'runUntil'> & Partial<Pick<VirtualAgenda, 'attend'>>;

/** Where a consumer is loaded into. */
export interface Surroundings {
  /** The folder that handler paths are relative to. */
  readonly root: string;
  readonly importModule: ImportModule;
  readonly handlers?: Handlers | undefined;
  readonly embedded: Embedded;
  readonly estate: { readonly scene: Scene };
  readonly ground: Ground;
  readonly account: string;
  readonly region: string;
  readonly random: Random;
  /** The scenario's time, which an invocation moves on to its own. */
  readonly agenda: AgendaOfConsumers;
  /** See `World.endless`. */
  readonly endless?: boolean;
  /** See `World.stoppable`. */
  readonly stoppable?: number;
  /** See `World.ended`. */
  readonly ended?: ((invocation: Invocation) => void) | undefined;
  /** Told of what has failed after its invocation was over. */
  orphaned(consumer: string, error: unknown): void;
}

/** A consumer whose module can be loaded ahead of its first event. */
export interface LoadableConsumer extends Consumer {
  /** Imports the module unless that has been done. Rejects with the `Problem` that is in the way, as every invocation then does. */
  load(): Promise<void>;
  /** All that its import and its invocations have opened. */
  readonly ledgers: readonly OpenLedger[];
  /** What its import has done, as long as no invocation has taken it over. */
  unclaimed(): OpenLedger | undefined;
}

/** What a loaded module needs to be called. What the import did is the first invocation's, as a cold start's is with the event that caused it. */
interface Loaded {
  readonly handler: Handler;
  readonly household: Household;
  readonly role: Role;
  readonly facts: ContextFacts;
}

/** Makes a consumer of a Lambda handler; its module is imported by `load`, or else by the first invocation. */
export function loadConsumer(name: string, spec: HandlerSpec, surroundings: Surroundings): LoadableConsumer {
  const { ground, embedded, agenda, endless = false, stoppable = MOST_STOPPABLE } = surroundings;
  const { ledgers } = ground;
  const random = surroundings.random.fork(`consumer/${name}`);
  const stubs = readStubs(name, spec.answers);
  const opened: OpenLedger[] = [];
  let invocations = 0;
  let loading: Promise<Loaded> | undefined;
  let loaded: Loaded | undefined;
  let unclaimed: OpenLedger | undefined;
  /** Environments that were opened for invocations beside others, and wait for the next. */
  const spare: Loaded[] = [];
  /** What it has changed of the language: it has it while it runs, as in a process of its own, and nobody else ever. */
  let changes: readonly Change[] = [];

  function mend(): void {
    changes = ground.intrinsics.mend();
    const locked = changes.find(({ isLocked }) => isLocked);
    if (locked !== undefined) throw lockedProblem(name, locked);
  }

  function attend(until: Instant, expire: () => void): Company | undefined {
    const guest = agenda.attend?.({ deadline: until, expire });
    return guest && { guest, now: () => agenda.now() };
  }

  /** Loads while other things go on: a module may make calls of its own. */
  async function loadBeside(): Promise<Loaded> {
    const company = attend(Number.POSITIVE_INFINITY, () => {});
    try {
      return await (loading ??= load(company));
    } finally {
      company?.guest.leave();
    }
  }

  async function load(company?: Company): Promise<Loaded> {
    loaded = await openEnvironment(spec, company);
    return loaded;
  }

  async function openEnvironment(how: HandlerSpec, company?: Company): Promise<Loaded> {
    const facts = functionFacts(name, spec, surroundings, random);
    const environment = lambdaEnvironment(
      { ...facts, name, spec, ...surroundings, endpoint: ground.listener.url },
      ground.outside(),
    );
    const { answers } = spec;
    const { estate } = surroundings;
    const household: Household = { consumer: name, ledgers, environment, embedded, answers, stubs, estate };
    const init = new OpenLedger(household, undefined, company);
    if (!endless) opened.push(init);
    unclaimed = init;
    init.onFailure({ escaped: (error) => surroundings.orphaned(name, error) });
    init.startAt(agenda.now());
    const handler = await ledgers.run(init, () => loadHandler(name, how, { ...surroundings, importModule }));
    const { ended } = surroundings;
    const role: Role = { ...surroundings, consumer: name, ended, timeout: facts.timeout, endless, ledgers };
    return { handler, household, facts, role };
  }

  async function importModule(...given: Parameters<ImportModule>): Promise<unknown> {
    try {
      return await surroundings.importModule(...given);
    } finally {
      mend();
    }
  }

  function traceId(at: Instant): string {
    return `Root=1-${Math.floor(at / 1000).toString(16)}-${random.hex(24)};Parent=${random.hex(16)};Sampled=0`;
  }

  function tidy(reject: (problem: unknown) => void): void {
    try {
      mend();
    } catch (problem) {
      reject(problem);
    }
  }

  function call({ handler, household, facts, role }: Loaded, event: unknown, moment: Moment): Promise<Invocation> {
    return new Promise((record, reject) => {
      // Most clocks wait for nobody, and need not be read.
      const company =
        agenda.attend === undefined ? undefined : attend(agenda.now() + facts.timeout, () => course.expire());
      // What the module has set going goes on: it stays with the event that started it.
      const ledger = new OpenLedger(household, unclaimed?.pages, company, traceId);
      if (!endless) opened.push(ledger);
      unclaimed = undefined;
      if (moment.conduct !== undefined) ledger.conductedBy(moment.conduct, die);
      const requestId = moment.requestId ?? random.uuid();
      ledger.isAbout(requestId, moment.eventId);
      // A handler that changes its event must not change it for others.
      const own = moment.owned === true ? event : structuredClone(event);
      invocations += 1;
      const stops = !endless && invocations <= stoppable;
      const left = changes.length === 0 && invocations > MOST_MENDED ? undefined : () => tidy(reject);
      const course = new Course(role, { moment, requestId, ledger, company, record, left });
      ledgers.within(ledger, () => {
        if (changes.length > 0) ground.intrinsics.change(changes);
        callHandler({ handler, event: own, facts, requestId, clock: ledger, stops }, course);
      });
    });
  }

  /** The next event finds a new environment. */
  function die(): void {
    loading = undefined;
    loaded = undefined;
    spare.length = 0;
  }

  /** Lambda has an environment handle one event at a time, and opens another for the next. */
  async function invokeBeside(event: unknown, moment: Moment): Promise<Invocation> {
    const environment = spare.pop() ?? (await openEnvironment({ ...spec, start: 'cold' }));
    const invocation = await call(environment, event, moment);
    if (invocation.befell === undefined) spare.push(environment);
    return invocation;
  }

  return {
    name,
    ledgers: opened,
    unclaimed: () => unclaimed,
    load: async () => {
      await (loading ??= load());
    },
    invoke: (event, moment) => {
      if (moment.conduct?.isBeside === true) return invokeBeside(event, moment);
      if (loaded !== undefined && (endless || moment.at <= agenda.now())) return call(loaded, event, moment);
      return late(event, moment);
    },
  };

  async function late(event: unknown, moment: Moment): Promise<Invocation> {
    // Not from within the agenda itself, where it is that late already.
    if (moment.at > agenda.now()) await agenda.runUntil(moment.at);
    return await call(loaded ?? (await loadBeside()), event, moment);
  }
}

function readStubs(name: string, answers: HandlerSpec['answers'] = {}): Stubs | undefined {
  for (const [key, answer] of Object.entries(answers)) {
    const fault = HTTP_KEY.test(key) ? faultOfStub(answer) : undefined;
    if (fault !== undefined)
      throw new Problem('CONFIG_INVALID', `Cannot answer "${key}" of consumer "${name}": ${fault}`);
  }
  return toStubs(answers);
}

function lockedProblem(name: string, { home, key }: Change): Problem {
  return new Problem(
    'CONFIG_INVALID',
    `Cannot go on with consumer "${name}": it has put another in the place of ${home}.${String(key)} that cannot be taken away, and everything in this process calls that`,
  );
}

/** What the contexts of a consumer's invocations have in common. */
export function functionFacts(
  name: string,
  spec: Pick<HandlerSpec, 'memorySize' | 'timeout'>,
  { account, region, agenda }: Surroundings,
  random: Random,
): ContextFacts {
  const day = new Date(agenda.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    functionName: name,
    memorySize: spec.memorySize ?? DEFAULT_MEMORY,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: `${day}/[$LATEST]${random.hex(32)}`,
    invokedFunctionArn: `arn:${partitionOf(region)}:lambda:${region}:${account}:function:${name}`,
    timeout: toMilliseconds(spec.timeout ?? DEFAULT_TIMEOUT),
  };
}
