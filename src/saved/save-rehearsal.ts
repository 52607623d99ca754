import { relative } from 'node:path';
import type { Rehearsal } from '../rehearse/rehearse.ts';
import type { Evidence, Finding } from '../verdict/finding.ts';
import { type Book, openBook } from './book.ts';
import { openCaused } from './caused.ts';
import { decisive } from './decisive.ts';
import { writeHeard } from './heard.ts';
import { writeInvocation } from './invocation.ts';
import { writeLeft } from './left.ts';
import { openReasons } from './reasons.ts';
import { saveRule } from './save-rule.ts';
import type { Item, SavedFinding, SavedRun } from './saved-run.ts';
import { writeTold } from './told.ts';

/** What is saved of a rehearsal besides itself. */
export interface Saving {
  /** The command that has it again. */
  readonly again?: string;
  /** When each delivery was made, in milliseconds of real time since the first. */
  readonly real?: ReadonlyMap<unknown, number>;
}

/** A rehearsal as it is written down. */
export function saveRehearsal(rehearsal: Rehearsal, { again, real }: Saving = {}): SavedRun {
  const { scenario, run, findings, activity, emissions } = rehearsal;
  const book = openBook();
  for (const name of rehearsal.consumers) book.lane('consumer', name);
  for (const { name } of rehearsal.rules) book.lane('rule', name);
  const told = writeTold(book, activity, emissions);
  const requests = new Map<string, string>();
  const reasons = openReasons(rehearsal.rules);
  const hearers = { events: told.events, requests, reasons };
  const caused = openCaused(book, run.caused ?? [], told, requests);
  for (const arrival of run.arrivals) {
    const { delivery } = arrival;
    caused.before(delivery);
    const at = real?.get(delivery);
    writeHeard(book, at === undefined ? arrival : { ...arrival, real: at }, hearers);
  }
  caused.rest();
  for (const invocation of run.unprompted ?? []) writeInvocation(book, invocation, {}, requests);
  markLost(book, rehearsal);
  writeLeft(book, rehearsal);
  const saved = findings.map((finding) => saveFinding(finding, book.items()));
  writePromises(book, saved, activity.ended);
  const closed = book.close();
  return {
    name: scenario.name,
    description: scenario.description,
    ...(again !== undefined && { again }),
    verdict: verdictOf(findings),
    bus: run.bus,
    limits: Object.values(run.cannot),
    findings: saved,
    rules: rehearsal.rules.map(saveRule),
    why: reasons.all,
    ...closed,
    leftOut: [...closed.leftOut, ...reasons.leftOut()],
  };
}

function verdictOf(findings: readonly Finding[]): SavedRun['verdict'] {
  if (findings.some(({ kind }) => kind === 'broken')) return 'broken';
  return findings.some(({ kind }) => kind === 'kept') ? 'kept' : 'unjudged';
}

/** An event that was to be delivered and never was. */
function markLost(book: Book, { timeline, emissions, run }: Rehearsal): void {
  const arrived = new Set(run.arrivals.map(({ delivery }) => delivery.event.id));
  const planned = new Set(timeline.map(({ event }) => event.id));
  const lost = new Set(
    emissions.flatMap((one) =>
      one.channel === 'eventbridge' &&
      one.elsewhere !== true &&
      !planned.has(one.event.id) &&
      !arrived.has(one.event.id)
        ? [one.event.id]
        : [],
    ),
  );
  for (const item of [...book.items()]) {
    if (item.kind === 'event' && item.eventId !== undefined && lost.has(item.eventId))
      book.complete(item.id, {
        tone: 'lost',
        notes: [...(item.notes ?? []), 'A fault has dropped it: it never arrives'],
      });
  }
}

function saveFinding(finding: Finding, items: readonly Item[]): SavedFinding {
  const { kind, promise, topic, claim, place, evidence, reason } = finding;
  return {
    kind,
    promise,
    topic,
    claim,
    place: `${relative(process.cwd(), place.file)}:${place.line}:${place.column}`,
    ...(evidence !== undefined && { evidence: wordsOf(evidence) }),
    ...(reason !== undefined && { reason }),
    ...(kind === 'broken' && { items: decisive(finding, items) }),
  };
}

function wordsOf({ outcome, expected, nearest, difference }: Evidence): Evidence {
  return { outcome, expected, nearest, difference };
}

/** Nobody follows more arrows from one promise. */
const MOST_SHOWN = 50;

/** Where a promise broke is where its decisive item stands; else it shows at the end. */
function writePromises(book: Book, findings: readonly SavedFinding[], ended: number): void {
  for (const { kind, claim, evidence, items: about = [] } of findings) {
    if (kind !== 'broken') continue;
    const decisive = book.items()[parseInt(about[0] ?? 'x', 36)];
    book.add({
      lane: book.lane('promises', 'Promises'),
      kind: 'finding',
      at: decisive?.at ?? Math.max(ended, book.items().at(-1)?.at ?? ended),
      title: claim,
      tone: 'bad',
      ...(about.length > 0 && { causes: about.slice(0, MOST_SHOWN) }),
      ...(evidence !== undefined && { notes: [evidence.outcome] }),
    });
  }
}
