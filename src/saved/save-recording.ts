import { basename } from 'node:path';
import { Problem } from '../problem.ts';
import { openRecording } from '../recording/file/open-recording.ts';
import type { ReadLine } from '../recording/recorded.ts';
import { sayRecord } from '../verdict/say.ts';
import { aboutOf } from './about.ts';
import { type Book, openBook } from './book.ts';
import { FORMAT, type SavedFile, VERSION } from './saved-run.ts';
import { eventTitle } from './words.ts';

/** A recording as a run of which nobody has promised anything: records, events, when each arrived, and dead letters. */
export async function saveRecording(file: string): Promise<SavedFile> {
  const reading = await openRecording(file);
  const book = openBook();
  const records = new Map<string, string>();
  const events = new Map<string, string>();
  let count = 0;
  for await (const line of reading) {
    count += 1;
    writeLine(book, line, { records, events });
  }
  if (count === 0)
    throw (
      reading.problems[0] ??
      new Problem('FILE_EMPTY', `Cannot show "${file}": it holds neither a saved run nor an event or a record`)
    );
  const { leftOut, ...closed } = book.close();
  return {
    format: FORMAT,
    version: VERSION,
    title: basename(file),
    runs: [
      {
        name: basename(file),
        description: `A recording of ${count} ${count === 1 ? 'line' : 'lines'}.`,
        verdict: 'unjudged',
        bus: 'recorded',
        limits: [],
        findings: [],
        rules: [],
        why: [],
        ...closed,
        leftOut: [...leftOut, ...reading.problems.map(({ message }) => message)],
      },
    ],
    leftOut: [],
  };
}

function writeLine(
  book: Book,
  line: ReadLine,
  { records, events }: { readonly records: Map<string, string>; readonly events: Map<string, string> },
): void {
  const { arrivedAt, deadLetter } = line;
  const notes = [`Line ${line.line}`];
  if (line.channel === 'cloudtrail') {
    const { record } = line;
    const isBad = typeof record.errorCode === 'string';
    const id = book.add({
      lane: book.lane('cloudtrail', 'CloudTrail'),
      kind: 'record',
      at: momentOf(record.eventTime, arrivedAt),
      title: sayRecord(record),
      eventId: record.eventID,
      ...(isBad && { tone: 'bad' as const }),
      ...aboutOf(record),
      notes,
      body: record,
    });
    if (id !== undefined) records.set(record.eventID, id);
    return;
  }
  const { event } = line;
  const about = { ...aboutOf(event), eventId: event.id, title: eventTitle(event) };
  const record = records.get(String(event.detail['eventID']));
  const told =
    events.get(event.id) ??
    book.add({
      lane: book.lane('eventbridge', 'EventBridge'),
      kind: 'event',
      at: Math.min(momentOf(event.time, arrivedAt), arrivedAt),
      ...about,
      ...(record !== undefined && { causes: [record] }),
      notes,
      body: event,
    });
  const again = events.has(event.id);
  if (told !== undefined) events.set(event.id, told);
  const causes = told === undefined ? {} : { causes: [told], bodyOf: told };
  const arrival = book.add({
    lane: book.lane('bus', 'Arrivals'),
    kind: 'delivery',
    at: arrivedAt,
    ...about,
    ...causes,
    ...(told === undefined && { body: event }),
    ...(again && { tone: 'odd' as const }),
    notes: [...notes, ...(again ? ['It has arrived before'] : [])],
  });
  if (deadLetter === undefined) return;
  book.add({
    lane: book.lane('queue', 'Dead letters'),
    kind: 'dead-letter',
    at: arrivedAt,
    ...about,
    tone: 'bad',
    ...(arrival !== undefined && { causes: [arrival] }),
    notes,
    body: deadLetter,
  });
}

function momentOf(text: string, otherwise: number): number {
  const at = Date.parse(text);
  return Number.isNaN(at) ? otherwise : at;
}
