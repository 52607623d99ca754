import type { Instant } from '../../clock.ts';
import { isInHistory } from '../../cloudtrail/delivery/history-entry.ts';
import { drawLateness } from '../../cloudtrail/delivery/lateness.ts';
import type { Recorded } from '../../cloudtrail/delivery/recorded.ts';
import { logs, type Trail } from '../../cloudtrail/delivery/trail.ts';
import type { CloudTrailRecord } from '../../cloudtrail/record.ts';
import type { Scene } from '../scene.ts';
import { type Delivery, openDelivery } from './delivery.ts';
import type { Neighbours } from './neighbours.ts';
import type { TrailState } from './trail-state.ts';

/** A record in the event history, and since when it can be looked up. */
interface Remembered extends Recorded {
  readonly visibleAt: Instant;
}

/** CloudTrail of one account: what it has recorded, and the trails that carry it on. */
export interface Trails {
  readonly scene: Scene;
  readonly neighbours: Neighbours;
  /**
   * Takes in what an AWS service did, `at` the moment it happened on the agenda's clock. From there it goes into the event history and,
   * minutes later, into whatever its trails write. `text` is the record as compact JSON, where it is at hand.
   */
  take(record: CloudTrailRecord, at: Instant, text?: string): void;
  /** What can be looked up now, the newest first: ninety days of management events. */
  history(): readonly Recorded[];
  add(trail: Trail): TrailState;
  update(state: TrailState, trail: Trail): void;
  remove(state: TrailState): void;
  all(): readonly TrailState[];
  start(state: TrailState): void;
  stop(state: TrailState): void;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html */
const REMEMBERED = 90 * 86_400_000;
/** And no more than so many, where a server goes on for long: nobody pages through them, at two pages a second. */
const MOST_REMEMBERED = 200_000;

/** Opens CloudTrail for one account: nothing has been recorded yet but what a rehearsal's scenario has brought about. */
export function openTrails(scene: Scene, neighbours: Neighbours): Trails {
  const { agenda, chronicle, enacted } = scene;
  const random = scene.random.fork('cloudtrail');
  const trails = new Map<TrailState, Delivery>();
  let remembered: Remembered[] = [];

  function take(record: CloudTrailRecord, at: Instant, text = JSON.stringify(record)): void {
    const inHand = Math.max(at + drawLateness(random), agenda.now());
    const recorded = { at, record, text, visibleAt: inHand };
    if (isInHistory(record, scene)) remember(recorded);
    for (const [state, delivery] of trails) {
      if (state.isLogging && logs(state.trail, record)) delivery.take(recorded, inHand);
    }
  }

  function remember(recorded: Remembered): void {
    remembered.push(recorded);
    if (remembered.length >= 2 * MOST_REMEMBERED) remembered = remembered.slice(-MOST_REMEMBERED);
  }

  /** Takes what a scenario has brought about before `until`, and the rest in its time. */
  function follow(from: number, until: Instant): void {
    const { records = [] } = chronicle ?? {};
    let next = from;
    for (; next < records.length && records[next]!.at < until; next += 1) {
      const { record, at, text } = records[next]!;
      take(record, at, text);
    }
    const due = records[next]?.at;
    if (due !== undefined) agenda.after(due - agenda.now(), () => follow(next, due + 1));
  }

  /** Digests go on as long as the trail logs and is to be validated. */
  function attendDigests(state: TrailState): void {
    const delivery = trails.get(state)!;
    if (state.isLogging && state.trail.validates) delivery.begin();
    else delivery.end();
  }

  // What happens at this very moment comes after what is being set up.
  follow(0, agenda.now());
  for (const caused of enacted?.echo.caused ?? [])
    if (caused.channel === 'cloudtrail') take(caused.record, caused.at, caused.text);
  return {
    scene,
    neighbours,
    take,
    history: () => {
      const now = agenda.now();
      remembered = remembered.filter(({ at }) => at >= now - REMEMBERED);
      return remembered.filter(({ visibleAt }) => visibleAt <= now).toSorted((a, b) => b.at - a.at);
    },
    all: () => [...trails.keys()],
    add: (trail) => {
      const state: TrailState = {
        trail,
        created: agenda.now(),
        tags: new Map(),
        isLogging: false,
        files: {},
        digests: {},
        notices: {},
        logEvents: {},
      };
      trails.set(state, openDelivery(state, scene, random.fork(trail.name), neighbours));
      return state;
    },
    update: (state, trail) => {
      state.trail = trail;
      attendDigests(state);
    },
    remove: (state) => {
      const delivery = trails.get(state);
      state.isLogging = false;
      delivery?.end();
      delivery?.drop();
      trails.delete(state);
    },
    start: (state) => {
      if (state.isLogging) return;
      state.isLogging = true;
      state.started = agenda.now();
      delete state.stopped;
      attendDigests(state);
    },
    stop: (state) => {
      if (!state.isLogging) return;
      state.isLogging = false;
      state.stopped = agenda.now();
      attendDigests(state);
    },
  };
}
