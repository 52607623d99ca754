import { basename } from 'node:path';
import type { Invocation } from '../consumer/consumer.ts';
import type { Witness } from '../rehearse/replay-recording.ts';
import type { Setup } from '../rehearse/setup.ts';
import type { Replayed } from '../replay/replayed.ts';
import { deadLetterQueues } from '../rehearse/dead-letter-queues.ts';
import { openBook } from './book.ts';
import { failuresOf } from './failures.ts';
import { writeHeard } from './heard.ts';
import { writeInvocation } from './invocation.ts';
import { writeMessages, writeOrphans } from './left.ts';
import { openReasons } from './reasons.ts';
import { saveRule } from './save-rule.ts';
import { FORMAT, type SavedFile, VERSION } from './saved-run.ts';

/** Writes a replay down while it goes on, in memory that does not grow with it. */
export interface ReplayBook {
  readonly witness: Witness;
  /** The replay as a file, once it is over. */
  close(replayed: Replayed, recording: string, again: string): SavedFile;
}

/** Which items lead to invocations with an event; of a replay of any length only the last are kept. */
const MOST_ORIGINS = 100_000;

/** Of invocations that nothing follows on which they could be written down: those of retries at the end. */
const MOST_EARLY = 10_000;

/** Opens a book for a replay to the consumers of a configuration. */
export function openReplayBook(setup: Setup): ReplayBook {
  const book = openBook();
  const requests = new Map<string, string>();
  const reasons = openReasons(setup.rules);
  const origins = new Map<string, string>();
  const early: Invocation[] = [];
  const began = performance.now();
  let last = 0;
  for (const name of Object.keys(setup.consumers)) book.lane('consumer', name);
  for (const { name } of setup.rules) book.lane('rule', name);

  function invoked(invocation: Invocation): void {
    const { rule, eventId, at } = invocation;
    const from = origins.get(`${rule}\n${eventId}`) ?? origins.get(`\n${eventId}`);
    last = Math.max(last, at);
    writeInvocation(
      book,
      invocation,
      { eventId, ...(from !== undefined && { from }), real: performance.now() - began },
      requests,
    );
    trim(requests);
  }

  function flush(): void {
    for (const invocation of early.splice(0)) invoked(invocation);
  }

  return {
    witness: {
      arrived: (arrival) => {
        const { event, at } = arrival.delivery;
        last = Math.max(last, at);
        // Invocations are told by themselves: an arrival that is over is not waited for.
        const heard = { ...arrival, invocations: [], real: performance.now() - began };
        const { id, matches } = writeHeard(book, heard, { events: new Map(), requests, reasons });
        if (id !== undefined) origins.set(`\n${event.id}`, id);
        for (const [rule, match] of matches) origins.set(`${rule}\n${event.id}`, match);
        trim(origins);
        flush();
      },
      // On a bus in this process an arrival is told once all is done that it has set off.
      invoked: (invocation) => {
        early.push(invocation);
        if (early.length >= MOST_EARLY) flush();
      },
      orphaned: (orphan) => writeOrphans(book, [orphan], last),
    },
    close: (replayed, recording, again) => {
      flush();
      writeMessages(book, replayed.deadLetters ?? [], deadLetterQueues(setup));
      const findings = failuresOf(replayed, book.items());
      const { leftOut, ...closed } = book.close();
      const isBroken = findings.length > 0;
      const run = {
        name: basename(recording),
        description: `A replay of ${replayed.wanted} recorded events, ${replayed.delivered} of them delivered.`,
        again,
        verdict: isBroken ? ('broken' as const) : ('kept' as const),
        bus: replayed.bus,
        limits: Object.values(replayed.cannot),
        findings,
        rules: setup.rules.map(saveRule),
        why: reasons.all,
        ...closed,
        leftOut: [...leftOut, ...reasons.leftOut(), ...replayed.problems.map(({ message }) => message)],
      };
      return {
        format: FORMAT,
        version: VERSION,
        title: `ecreplay replay ${basename(recording)}`,
        runs: [run],
        leftOut: [],
      };
    },
  };
}

/** Forgets what was put into a map first. */
function trim(map: Map<string, string>): void {
  for (const key of map.keys()) {
    if (map.size <= MOST_ORIGINS) return;
    map.delete(key);
  }
}
