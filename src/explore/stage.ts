import { openAccountBus } from '../bus/account-bus.ts';
import type { Bus } from '../bus/bus.ts';
import type { Instant } from '../clock.ts';
import type { ImportModule } from '../consumer/load-handler.ts';
import { openConsumersIn, type Troupe } from '../consumer/open-consumers.ts';
import { type VirtualAgenda, virtualAgenda } from '../embedded/agenda.ts';
import type { Estate } from '../embedded/assemble.ts';
import { openLeanEstate } from '../embedded/lean-estate.ts';
import { type Chronicle, type Enacted, openScene } from '../embedded/scene.ts';
import type { Orphan } from '../consumer/consumer.ts';
import { seeded } from '../random.ts';
import { importNatively } from '../rehearse/rehearse.ts';
import type { Setup } from '../rehearse/setup.ts';

/** A stage for one play after another: the consumers stay, and each play has an AWS of its own. */
export interface Stage extends AsyncDisposable {
  /** Puts a new AWS in place of the one before it, and the rules on its bus. */
  set(scene: Setting): Promise<Opened>;
  /** Waits for what invocations have left running. */
  rest(): Promise<void>;
  /** Has every consumer begin anew: a new process, as Lambda has it. `isStopped`: also where it keeps this thread busy. */
  renew(how: Renewal): Promise<void>;
}

/** How consumers begin anew. */
export interface Renewal {
  /** Whether they are stopped where they keep this thread busy, which costs more than many an invocation. */
  readonly isStopped: boolean;
  /** How long an invocation may take, in place of what is said of each consumer. */
  readonly timeout?: string | undefined;
}

/** What an AWS is set up with. */
export interface Setting {
  readonly start: Instant;
  readonly seed: number | string;
  readonly account: string;
  readonly region: string;
  readonly chronicle: Chronicle;
  readonly enacted: Enacted;
}

/** An AWS that has been set up. */
export interface Opened {
  readonly bus: Bus;
  readonly estate: Estate;
  /** Whether an invocation has run out of its time: then nothing more is delivered, because each that does takes seconds. */
  readonly isOver: () => boolean;
  /** What consumers left running that has failed, and what they did outside of invocations. */
  readonly astray: { readonly orphans: readonly Orphan[]; readonly refusals: Troupe['stray']['refusals'] };
}

/** Opens a stage. Throws the `Problem` of a handler that cannot be loaded. */
export async function openStage(setup: Setup, importModule: ImportModule = importNatively): Promise<Stage> {
  let current: { readonly estate: Estate; readonly agenda: VirtualAgenda } | undefined;
  let troupe: Troupe | undefined;
  let troupes = 0;
  let orphans: Orphan[] = [];
  let hasTimedOut = false;
  const now = (): NonNullable<typeof current> => (current ??= openWorld(BEFORE));

  async function open({ isStopped, timeout }: Renewal): Promise<Troupe> {
    return await openConsumersIn(
      {
        estate: {
          get scene() {
            return now().estate.scene;
          },
          operation: (service, operation) => now().estate.operation(service, operation),
        },
        agenda: {
          now: () => now().agenda.now(),
          runUntil: (until) => now().agenda.runUntil(until),
          attend: (stay) => now().agenda.attend(stay),
        },
        // A sixth of a millisecond for each invocation is more than all else of it.
        stoppable: isStopped ? Infinity : 0,
        orphaned: (orphan) => orphans.push(orphan),
        ended: ({ outcome }) => {
          if (outcome.kind === 'timed-out') hasTimedOut = true;
        },
      },
      {
        specs: timeout === undefined ? setup.consumers : hurried(setup.consumers, timeout),
        root: setup.root,
        importModule,
        openImage: async (...given) => (await import('../bus/image/image-consumer.ts')).openImage(...given),
        account: BEFORE.account,
        region: BEFORE.region,
        random: seeded(`explore/${(troupes += 1)}`).fork('consumers'),
        load: Object.keys(setup.consumers),
      },
    );
  }

  troupe = await open({ isStopped: true });
  return {
    set: async (setting) => {
      current = openWorld(setting);
      orphans = [];
      hasTimedOut = false;
      const { estate, agenda } = current;
      const { resources } = setup;
      const bus = await openAccountBus(setup.rules, troupe!.consumers, {
        estate,
        agenda,
        ...(resources !== undefined && { declared: { resources, placeOf: () => undefined } }),
      });
      const opened = troupe!;
      return {
        estate,
        isOver: () => hasTimedOut,
        bus: { ...bus, name: 'embedded', cannot: {}, unprompted: () => bus.unprompted, [Symbol.asyncDispose]: nothing },
        astray: {
          orphans,
          get refusals() {
            return opened.stray.refusals;
          },
        },
      };
    },
    rest: () => troupe!.rest(),
    renew: async (how) => {
      await troupe?.[Symbol.asyncDispose]();
      troupe = await open(how);
    },
    [Symbol.asyncDispose]: async () => {
      await troupe?.[Symbol.asyncDispose]();
    },
  };
}

/** What consumers are imported in, before there is anything to play. */
const BEFORE = { start: Date.parse('2026-01-15T09:30:00Z'), seed: 1, account: '123456789012', region: 'us-east-1' };

function openWorld({
  start,
  seed,
  account,
  region,
  chronicle,
  enacted,
}: Omit<Setting, 'chronicle' | 'enacted'> & Partial<Setting>) {
  const agenda = virtualAgenda(start);
  const estate = openLeanEstate(
    openScene({
      account,
      region,
      agenda,
      random: seeded(seed).fork('consumers').fork('embedded'),
      takesNamedAsGiven: true,
      ...(chronicle !== undefined && { chronicle }),
      ...(enacted !== undefined && { enacted }),
    }),
  );
  return { agenda, estate };
}

function hurried(specs: Setup['consumers'], timeout: string): Setup['consumers'] {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, 'url' in spec ? spec : { ...spec, timeout }]),
  );
}

function nothing(): Promise<void> {
  return Promise.resolve();
}
