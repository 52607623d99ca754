import type { Instant } from '../../clock.ts';
import { parseArn } from '../arn.ts';
import type { Archive, Archives } from './archives.ts';
import { allOf, type Buses } from './buses.ts';
import { toInstant } from './put-events.ts';
import { illegalStatus, invalid, missing, taken, tooMany } from './refusal.ts';
import { partitionOf } from '../partition.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html */
const MOST_AT_ONCE = 10;
/** Events are replayed by the minute in which they occurred. */
const SLICE = 60_000;

/** What a replay is to be. */
export interface ReplayWish {
  readonly ReplayName: string;
  readonly Description?: string;
  readonly EventSourceArn: string;
  readonly EventStartTime: Date | number | string;
  readonly EventEndTime: Date | number | string;
  readonly Destination: { readonly Arn: string; readonly FilterArns?: readonly string[] };
}

/** A replay, as far as it has come. */
export interface Replay {
  readonly wish: ReplayWish;
  readonly arn: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly startedAt: Instant;
  state: 'STARTING' | 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED';
  endedAt: Instant | undefined;
  lastReplayed: Instant | undefined;
}

type Kept = Pick<Archive['events'][number], 'event' | 'text'>;

/** The replays of one scenario. */
export interface Replays {
  start(wish: ReplayWish): Replay;
  cancel(name: string): Replay;
  find(name: string): Replay;
  all(): readonly Replay[];
}

/** Opens an account without replays. */
export function openReplays(buses: Buses, archives: Archives): Replays {
  const { account, region, agenda } = buses.neighbours.scene;
  const replays = new Map<string, Replay>();

  function find(name: string): Replay {
    const replay = replays.get(name);
    if (replay === undefined) throw missing(`Replay ${name} does not exist.`);
    return replay;
  }

  function end(replay: Replay, state: 'COMPLETED' | 'CANCELLED'): void {
    replay.state = state;
    replay.endedAt = agenda.now();
  }

  /** One slice after the other; each is through before the next begins. */
  async function play(replay: Replay, slices: readonly (readonly Kept[])[]): Promise<void> {
    if (replay.state === 'CANCELLING') {
      end(replay, 'CANCELLED');
      return;
    }
    replay.state = 'RUNNING';
    const [slice = [], ...rest] = slices;
    const { Destination, ReplayName } = replay.wish;
    const only = Destination.FilterArns === undefined ? undefined : new Set(Destination.FilterArns);
    for (const kept of slice) {
      const { event, text } = replayed(kept, ReplayName);
      // What only some rules may see was never archived.
      const reaches = 'enabled';
      const takenIn = agenda.now();
      await allOf(buses.take(buses.find(Destination.Arn), { event, text, reaches, takenIn, hops: 0, only }).sending);
      replay.lastReplayed = Date.parse(event.time);
    }
    if (rest.length === 0) end(replay, 'COMPLETED');
    else agenda.after(0, () => play(replay, rest));
  }

  return {
    start: (wish) => {
      const { ReplayName: name } = wish;
      const archive = checkReplay(wish, archives, buses);
      if (replays.has(name)) throw taken(`Replay ${name} already exists.`);
      const running = [...replays.values()].filter(({ endedAt }) => endedAt === undefined);
      if (running.length >= MOST_AT_ONCE) throw tooMany();
      const replay: Replay = {
        wish,
        arn: `arn:${partitionOf(region)}:events:${region}:${account}:replay/${name}`,
        from: toInstant(wish.EventStartTime),
        to: toInstant(wish.EventEndTime),
        startedAt: agenda.now(),
        state: 'STARTING',
        endedAt: undefined,
        lastReplayed: undefined,
      };
      replays.set(name, replay);
      agenda.after(0, () => play(replay, slicesOf(archive, replay)));
      return replay;
    },
    cancel: (name) => {
      const replay = find(name);
      if (replay.endedAt !== undefined)
        throw illegalStatus(`Replay ${name} is not in a valid state for this operation.`);
      replay.state = 'CANCELLING';
      return replay;
    },
    find,
    all: () => [...replays.values()].toSorted((a, b) => (a.wish.ReplayName < b.wish.ReplayName ? -1 : 1)),
  };
}

function checkReplay(wish: ReplayWish, archives: Archives, buses: Buses): Archive {
  const { EventSourceArn, EventStartTime, EventEndTime, Destination } = wish;
  const archive = archives.byArn(EventSourceArn);
  if (archive === undefined) {
    const name = (parseArn(EventSourceArn)?.resource ?? EventSourceArn).replace(/^archive\//, '');
    throw invalid(`Parameter EventSourceArn is not valid. Reason: Archive ${name} does not exist.`);
  }
  if (!(toInstant(EventStartTime) < toInstant(EventEndTime))) {
    throw invalid('Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.');
  }
  if (archive.sourceArn !== buses.find(Destination.Arn).arn) {
    throw invalid('Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.');
  }
  return archive;
}

function slicesOf({ events }: Archive, { from, to }: Replay): readonly (readonly Kept[])[] {
  const wanted = events.flatMap((kept) => {
    const at = Date.parse(kept.event.time);
    return at >= from && at < to ? [{ kept, slice: Math.floor(at / SLICE) }] : [];
  });
  const slices = Map.groupBy(wanted, ({ slice }) => slice);
  return [...slices.keys()].toSorted((a, b) => a - b).map((slice) => slices.get(slice)!.map(({ kept }) => kept));
}

/** The event as it was, with the name of its replay behind the region. */
function replayed({ event: { resources, detail, ...rest }, text }: Kept, name: string): Kept {
  // No member of the event before this one can hold these characters: its quotes would be escaped.
  const behind = text.indexOf(',"resources":');
  return {
    event: { ...rest, 'replay-name': name, resources, detail },
    text: `${text.slice(0, behind)},"replay-name":${JSON.stringify(name)}${text.slice(behind)}`,
  };
}
