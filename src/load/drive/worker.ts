import { parentPort, workerData } from 'node:worker_threads';
import { seeded } from '../../random.ts';
import { openEvents } from '../event/open-events.ts';
import type { Wording } from '../event/wording.ts';
import type { Plan } from '../plan/plan.ts';
import { openPublisher, type Publishing } from '../publish/publisher.ts';
import { openRequests } from '../publish/request.ts';
import type { Credentials } from '../publish/sign.ts';
import { toSchedule } from '../schedule/to-schedule.ts';
import type { Beat } from './beat.ts';
import { generate, type Generator } from './generator.ts';
import { openRunClock, type Start } from './run-clock.ts';

/** What a worker is given as it begins. Plain data. */
export interface WorkerTask {
  readonly plan: Pick<Plan, 'phases' | 'seed'>;
  readonly wording: Wording;
  /** What tells this run's events from those of others. */
  readonly run: string;
  /** Its share of the schedule: the `index`th of `of`, from 0. */
  readonly index: number;
  readonly of: number;
  readonly endpoint: string;
  readonly credentials: Credentials;
  readonly how: Pick<Publishing, 'region' | 'agent' | 'attempts' | 'connections' | 'room' | 'patience' | 'tps'>;
}

/** What it is told after that. `wall` is the start in milliseconds since the epoch, which the times of events count from. */
export type Order =
  | { readonly kind: 'start'; readonly start: Start; readonly wall: number }
  | { readonly kind: 'stop'; readonly grace: number }
  | { readonly kind: 'credentials'; readonly credentials: Credentials };

/** What it tells: that it could begin, and then how it goes on. */
export type Report = { readonly kind: 'ready' } | { readonly kind: 'beat'; readonly beat: Beat };

/** How many requests are worded before the run begins: code that has never run is slow, and its first second would be late by that. */
const WARM = 300;

function work({ plan, wording, run, index, of, endpoint, how, ...given }: WorkerTask, tell: (report: Report) => void) {
  const cursor = toSchedule(plan).share(index, of);
  const events = openEvents(wording, run);
  let { credentials } = given;
  let generator: Generator | undefined;

  const addressing = {
    ...how,
    endpoint: new URL(endpoint),
    credentials: () => credentials,
    now: Date.now,
    invocationId: () => crypto.randomUUID(),
  };
  const word = openRequests(addressing);
  for (let request = 0; request < WARM; request += 1)
    word(
      Array.from({ length: 10 }, (_, at) => events.entry(request * 10 + at, 0)),
      1,
    );

  function start(at: Start, wall: number): void {
    generator = generate({
      cursor,
      clock: openRunClock(at),
      open: (told, dueOf) =>
        openPublisher({
          ...addressing,
          random: seeded(`${run}/${index}`),
          entries: { text: (seq) => events.entry(seq, wall + dueOf(seq) / 1e3), sizeOf: (seq) => events.sizeOf(seq) },
          told,
        }),
      beat: (beat) => tell({ kind: 'beat', beat }),
    });
  }

  return (order: Order): void => {
    if (order.kind === 'credentials') credentials = order.credentials;
    else if (order.kind === 'stop') generator?.stop(order.grace);
    else start(order.start, order.wall);
  };
}

if (parentPort !== null) {
  const port = parentPort;
  const obey = work(workerData as WorkerTask, (report) => {
    port.postMessage(report, report.kind === 'beat' ? [report.beat.records.buffer as ArrayBuffer] : []);
    // Nobody has anything more to say to it, so that it ends.
    if (report.kind === 'beat' && report.beat.last) port.close();
  });
  port.on('message', obey);
  port.postMessage({ kind: 'ready' } satisfies Report);
}
