import type { BusSpec } from '../bus/bus-spec.ts';
import { openBus } from '../bus/open-bus.ts';
import type { Instant, Milliseconds } from '../clock.ts';
import type { Invocation, Orphan } from '../consumer/consumer.ts';
import type { Place } from '../problem.ts';
import { seeded } from '../random.ts';
import { deliveriesOf } from '../recording/deliver/deliveries.ts';
import { renamed, shifted } from '../recording/deliver/reword.ts';
import { survey, type Survey } from '../recording/deliver/survey.ts';
import type { DeliverWish } from '../recording/deliver/wanted.ts';
import { openPace, type Pace } from '../replay/pace.ts';
import type { Replayed } from '../replay/replayed.ts';
import { play } from '../replay/play.ts';
import type { Run } from '../replay/run.ts';
import type { FaultInput } from '../scenario/fault.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { isDeadLetter } from '../verdict/asked/dead-letter.ts';
import { openTally } from '../replay/tally.ts';
import { closing } from './closing.ts';
import { placeOfMember } from './config-place.ts';
import { deadLetterQueues } from './dead-letter-queues.ts';
import { disturbed } from './disturbed.ts';
import { importNatively } from './rehearse.ts';
import type { Setup } from './setup.ts';

/** How a recording is replayed. */
export interface ReplayWish extends DeliverWish {
  readonly pace: Pace;
  readonly faults: readonly FaultInput[];
  /** shift: everything happens as much later as the first of it, which happens now. */
  readonly time: 'keep' | 'shift';
  readonly ids: 'keep' | 'new';
}

/** Who listens while a recording is replayed, and may end it. */
export interface Audience {
  readonly signal?: AbortSignal;
  readonly surveyed?: (survey: Survey) => void;
  /** Told of each delivery, with how many there have been. */
  readonly delivered?: (count: number) => void;
  /** Told of each arrival as it came about, and of each invocation once it has ended. */
  readonly witness?: Witness;
}

/** Who looks on at everything that happens in a replay, and keeps of it what they want. */
export interface Witness {
  arrived(arrival: Run['arrivals'][number]): void;
  invoked(invocation: Invocation): void;
  orphaned(orphan: Orphan): void;
}

const EMBEDDED: BusSpec = { kind: 'embedded' };

/**
 * Replays a recording of any length to the consumers of a configuration, and counts what they make of it. What a consumer does wrong is a
 * result; throws the `Problem` of a recording that cannot be read, of a handler that cannot be loaded, and of a bus that is lost.
 */
export async function replayRecording(
  file: string,
  wish: ReplayWish,
  setup: Setup,
  { signal, surveyed, delivered, witness }: Audience = {},
): Promise<Replayed> {
  const { rules, bus: spec = EMBEDDED, seed = 'replay' } = setup;
  const found = await survey(file, wish);
  surveyed?.(found);
  const shift = wish.time === 'shift' && found.count > 0 ? Date.now() - found.first : 0;
  const start = Number.isFinite(found.first) ? found.first + shift : Date.now();
  const tally = openTally();
  const troupe = await open(setup, found, start, { tally, witness });
  const clock = openPace(wish.pace, start, { signal });
  let [count, matched, began, ended] = [0, 0, performance.now(), 0];
  const closed = await closing(troupe, async ({ consumers, account, rest, stray }) => {
    const staging = { scenario: 'replay', rules, consumers, owner: { account: found.account, region: found.region } };
    const played = await closing(
      await openBus(spec, { ...staging, ...(account !== undefined && { account }), ...(signal && { signal }) }),
      async (bus) => {
        if (found.count > 0) await bus.ready?.();
        began = performance.now();
        ended = began;
        let isInterrupted = false;
        try {
          await play(upTo(signal, reworded(file, wish, found, shift, seed)), bus, clock, {
            signal,
            arrived: (arrival) => {
              const { matched: rulesMatched, unheard = {} } = arrival;
              witness?.arrived(arrival);
              count += 1;
              ended = performance.now();
              if (rulesMatched.length > 0) matched += 1;
              for (const [name, why] of Object.entries(unheard)) tally.unheard(name, why);
              delivered?.(count);
            },
          });
        } catch (error) {
          if (signal?.aborted !== true) throw error;
          isInterrupted = true;
        }
        const queues = deadLetterQueues(setup);
        const letters = bus.left?.().filter((message) => isDeadLetter(message, queues));
        return {
          name: bus.name,
          cannot: bus.cannot,
          isInterrupted: isInterrupted || signal?.aborted === true,
          letters,
        };
      },
    );
    await rest();
    for (const { address } of stray.refusals) tally.refused('', address);
    return played;
  });
  const { result, unclosed } = closed.result;
  const took = ended - began;
  const span = found.count === 0 ? 0 : found.last - found.first;
  const wantedRate = rateOf(wish.pace, found.count, span);
  return {
    bus: result.name,
    cannot: result.cannot,
    wanted: found.count,
    delivered: count,
    matched,
    enveloped: found.enveloped,
    span,
    took,
    ...(wantedRate !== undefined && { wantedRate }),
    reachedRate: gapsIn(count, took),
    ...(wish.pace.kind !== 'topspeed' && { late: { p50: clock.lateness.at(0.5), p99: clock.lateness.at(0.99) } }),
    ...tally.conduct(),
    ...(result.letters !== undefined && { deadLetters: result.letters }),
    isInterrupted: result.isInterrupted,
    problems: found.problems,
    unclosed: [...unclosed, ...closed.unclosed],
  };
}

/** How many there are a second, from the first to the last. */
function gapsIn(count: number, duration: Milliseconds): number {
  return duration > 0 ? (Math.max(1, count - 1) * 1_000) / duration : 0;
}

function rateOf(pace: Pace, count: number, span: Milliseconds): number | undefined {
  if (pace.kind === 'rate') return pace.perSecond;
  return pace.kind === 'recorded' && span > 0 ? gapsIn(count, span) * pace.speed : undefined;
}

/** The deliveries as they are to be: at other times, under other ids, and with the faults. */
async function* reworded(
  file: string,
  wish: ReplayWish,
  found: Survey,
  shift: Milliseconds,
  seed: number | string,
): AsyncGenerator<Timeline, void, undefined> {
  const random = seeded(seed);
  const rename = wish.ids === 'new' ? renamed(random.fork('ids').hex(32)) : undefined;
  async function* parts(): AsyncGenerator<Timeline, void, undefined> {
    for await (const part of deliveriesOf(file, wish, found)) {
      if (shift === 0 && rename === undefined) yield part;
      else yield part.map((delivery) => shifted(rename === undefined ? delivery : rename(delivery), shift));
    }
  }
  yield* wish.faults.length === 0 ? parts() : disturbed(parts(), wish.faults, random.fork('timeline'), found.count);
}

async function* upTo(signal: AbortSignal | undefined, parts: AsyncIterable<Timeline>): AsyncGenerator<Timeline> {
  for await (const part of parts) {
    if (signal?.aborted === true) return;
    yield part;
  }
}

async function open(
  { consumers: specs, root, seed = 'replay', resources, file }: Setup,
  { account, region }: Survey,
  start: Instant,
  { tally, witness }: { readonly tally: ReturnType<typeof openTally>; readonly witness: Witness | undefined },
) {
  const { openConsumers } = await import('../consumer/open-consumers.ts');
  const troupe = await openConsumers(
    {
      specs,
      root,
      account: account === '' ? '123456789012' : account,
      region: region === '' ? 'us-east-1' : region,
      start,
      random: seeded(seed).fork('consumers'),
      importModule: importNatively,
      openImage: async (...given) => (await import('../bus/image/image-consumer.ts')).openImage(...given),
      load: Object.keys(specs),
    },
    {
      endless: true,
      ended: (invocation) => {
        tally.invoked(invocation);
        witness?.invoked(invocation);
      },
      orphaned: (orphan: Orphan) => {
        tally.orphaned(orphan);
        witness?.orphaned(orphan);
      },
    },
  );
  const placeOf = (path: string): Place | undefined => (file === undefined ? undefined : placeOfMember(file, path));
  const account_ = resources === undefined ? troupe : { ...troupe, declared: { resources, placeOf } };
  return {
    consumers: troupe.consumers,
    rest: () => troupe.rest(),
    stray: troupe.stray,
    account: account_,
    [Symbol.asyncDispose]: () => troupe[Symbol.asyncDispose](),
  };
}
