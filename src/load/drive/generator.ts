import type { Milliseconds } from '../../clock.ts';
import { LATE } from '../measure/counts.ts';
import type { Publisher, Told } from '../publish/publisher.ts';
import type { Cursor } from '../schedule/schedule.ts';
import type { Beat } from './beat.ts';
import { openAlarm } from './alarm.ts';
import { openRecords } from './record.ts';
import type { RunClock } from './run-clock.ts';

/** What a generator works with. */
export interface Generating {
  /** Its share of the schedule. */
  readonly cursor: Cursor;
  readonly clock: RunClock;
  /** Opens the publisher that sends, and says what came of it; `dueOf` tells when an entry is due that it has. */
  readonly open: (told: Told, dueOf: (seq: number) => number) => Publisher;
  readonly beat: (beat: Beat) => void;
}

/** Sends what is due when it is due, and never waits for anything that was sent. */
export interface Generator {
  /** Ends once all that is under way has an end, or after `grace`; what was not sent by then never is. */
  stop(grace: Milliseconds): void;
  /** Resolves after the last beat. */
  readonly ended: Promise<void>;
}

const BEAT: Milliseconds = 100;
/** What falls due within so long, in microseconds, goes together: batches would be of one event otherwise. */
const TOGETHER = 250;

/** What is due and has no end yet. */
interface Pending {
  readonly phase: number;
  readonly due: number;
  sent: boolean;
}

/** Starts a generator. */
export function generate({ cursor, clock, open, beat }: Generating): Generator {
  const pending = new Map<number, Pending>();
  const records = openRecords();
  let codes: Record<string, number> = {};
  let [due, overslept, retried] = [0, 0, 0];
  let answered = false;
  let over = false;
  const alarm = openAlarm(clock, tick);
  const { promise: ended, resolve: finish } = Promise.withResolvers<void>();

  const publisher = open(
    {
      sent: (seq, at) => {
        const event = pending.get(seq)!;
        event.sent = true;
        records.add('sent', seq, event.phase, event.due, clock.at(at));
      },
      ended: (seq, end, at, tries) => {
        const event = pending.get(seq)!;
        pending.delete(seq);
        if (tries > 1) retried += 1;
        if (end.kind !== 'accepted') codes[end.code] = (codes[end.code] ?? 0) + 1;
        records.add(end.kind, seq, event.phase, event.due, clock.at(at));
      },
      answered: () => {
        answered = true;
      },
    },
    (seq) => pending.get(seq)!.due,
  );

  function tick(): void {
    const now = clock.now();
    while (cursor.due <= now) {
      const { seq, phase, due: wanted } = cursor;
      due += 1;
      if (now - wanted > LATE) overslept += 1;
      if (publisher.put(seq)) pending.set(seq, { phase, due: wanted, sent: false });
      else records.add('dropped', seq, phase, wanted, now);
      cursor.advance();
    }
    publisher.flush();
    if (cursor.done) void publisher.idle().then(end);
    else alarm.set(Math.max(cursor.due, now + TOGETHER));
  }

  function say(last: boolean): void {
    const counts = { due, overslept, retried, inFlight: publisher.inFlight(), waiting: publisher.waiting() };
    beat({ ...counts, records: records.take(), codes, answered, last });
    [codes, answered] = [{}, false];
  }

  function end(): void {
    if (over) return;
    over = true;
    alarm.clear();
    clearInterval(beats);
    const now = clock.now();
    // What was sent may have got there all the same.
    for (const [seq, { phase, due: wanted, sent }] of pending)
      records.add(sent ? 'unknown' : 'unsent', seq, phase, wanted, now);
    pending.clear();
    say(true);
    void publisher.close().then(finish);
  }

  const beats = setInterval(() => say(false), BEAT);
  tick();
  return {
    ended,
    stop: (grace) => {
      alarm.clear();
      publisher.forgo();
      setTimeout(end, grace).unref();
      void publisher.idle().then(end);
    },
  };
}
