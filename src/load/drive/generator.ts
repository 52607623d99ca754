import type { Milliseconds } from '../../clock.ts';
import { LATE } from '../measure/counts.ts';
import type { Publisher, Told } from '../publish/publisher.ts';
import type { Cursor } from '../schedule/schedule.ts';
import type { Beat } from './beat.ts';
import { FATES, type Fate } from './record.ts';
import type { RunClock } from './run-clock.ts';

/** What a generator works with. */
export interface Generating {
  /** Its share of the schedule. */
  readonly cursor: Cursor;
  readonly clock: RunClock;
  /** Opens the publisher that sends, and says what came of it. */
  readonly open: (told: Told) => Publisher;
  readonly beat: (beat: Beat) => void;
}

/** Sends what is due when it is due, and never waits for anything that was sent. */
export interface Generator {
  /** Ends with everything that is under way, or after `grace`; what was not sent by then never is. */
  stop(grace: Milliseconds): void;
  /** Resolves after the last beat. */
  readonly ended: Promise<void>;
}

const BEAT: Milliseconds = 100;

/** What was sent and has no end yet. */
interface Pending {
  readonly phase: number;
  readonly due: number;
  sent: number;
}

/** Starts a generator. */
export function generate({ cursor, clock, open, beat }: Generating): Generator {
  const pending = new Map<number, Pending>();
  const fateCode = Object.fromEntries(FATES.map((fate, index) => [fate, index])) as Record<Fate, number>;
  let records: number[] = [];
  let codes: Record<string, number> = {};
  let [due, sent, overslept, retried] = [0, 0, 0, 0];
  let answered = false;
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  let finish!: () => void;
  const ended = new Promise<void>((resolve) => (finish = resolve));

  function record(seq: number, { phase, due: wanted, sent: at }: Pending, end: number, fate: Fate): void {
    records.push(seq, phase, wanted, at, end, fateCode[fate]);
  }

  const publisher = open({
    sent: (seq, at) => {
      sent += 1;
      pending.get(seq)!.sent = clock.at(at);
    },
    ended: (seq, fate, at, tries) => {
      if (tries > 1) retried += 1;
      if (fate.kind !== 'accepted') codes[fate.code] = (codes[fate.code] ?? 0) + 1;
      record(seq, pending.get(seq)!, clock.at(at), fate.kind);
      pending.delete(seq);
    },
    answered: () => {
      answered = true;
    },
  });

  function tick(): void {
    const now = clock.now();
    while (cursor.due <= now) {
      const { seq, phase, due: wanted } = cursor;
      due += 1;
      if (now - wanted > LATE) overslept += 1;
      const event = { phase, due: wanted, sent: Number.NaN };
      if (publisher.put(seq)) pending.set(seq, event);
      else record(seq, event, now, 'dropped');
      cursor.advance();
    }
    publisher.flush();
    if (cursor.done) void publisher.idle().then(end);
    // No timer of Node's is shorter, so whatever falls due within a millisecond goes together.
    else timer = setTimeout(tick, Math.min(MOST, Math.max(1, Math.floor((cursor.due - now) / 1e3))));
  }

  function say(last: boolean): void {
    const told = { due, sent, overslept, retried, inFlight: publisher.inFlight(), waiting: publisher.waiting() };
    beat({ ...told, records: new Float64Array(records), codes, answered, last });
    [records, codes, answered] = [[], {}, false];
  }

  function end(): void {
    if (over) return;
    over = true;
    clearTimeout(timer);
    clearInterval(beats);
    const now = clock.now();
    // What was sent may have got there all the same.
    for (const [seq, event] of pending) record(seq, event, now, Number.isNaN(event.sent) ? 'unsent' : 'unknown');
    pending.clear();
    say(true);
    void publisher.close().then(finish);
  }

  const beats = setInterval(() => say(false), BEAT);
  tick();
  return {
    ended,
    stop: (grace) => {
      clearTimeout(timer);
      publisher.forgo();
      setTimeout(end, grace).unref();
      void publisher.idle().then(end);
    },
  };
}

/** The longest that a timer of Node's waits. */
const MOST: Milliseconds = 2 ** 31 - 1;

