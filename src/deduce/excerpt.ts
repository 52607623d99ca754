import type { Milliseconds } from '../clock.ts';
import { Problem } from '../problem.ts';
import type { Reading } from '../recording/file/open-recording.ts';
import type { ReadLine } from '../recording/recorded.ts';
import type { JsonObject } from '../registry/activity.ts';
import type { Said } from './said.ts';

/** More than a person reads, and a scenario file holds. */
export const MOST_LINES = 20_000;
const MOST_BYTES = 128 * 1_048_576;

/** What of a recording a scenario is to tell. */
export interface Around {
  /** The id of an event, of a record, or of an arrival. */
  readonly id: string;
  /** How far from it, before and after. */
  readonly within: Milliseconds;
}

/**
 * Takes out of a recording what a scenario is worked out from: all of it, or what happened around one event. Lines are
 * read one by one, twice where something is looked for, and only those that are asked for are held.
 */
export async function excerpt(open: () => Promise<Reading>, around?: Around): Promise<readonly Said[]> {
  const centre = around === undefined ? undefined : await find(await open(), around.id);
  const reading = await open();
  const lines: Said[] = [];
  let bytes = 0;
  for await (const line of reading) {
    if (around !== undefined && centre !== undefined && Math.abs(happenedAt(line) - centre) > around.within) continue;
    bytes += line.text.length;
    if (lines.length >= MOST_LINES || bytes > MOST_BYTES) {
      const part =
        around === undefined ? 'it: say --around with the id of an event' : 'what lies around: say less with --within';
      throw new Problem(
        'FILE_TOO_LARGE',
        `Cannot work out a scenario from "${reading.file}": more than ${MOST_LINES.toLocaleString('en')} lines or 128 MiB are in ${part}`,
        { place: { file: reading.file, line: line.line, column: 1 } },
      );
    }
    lines.push(saidIn(line));
  }
  return lines;
}

/** A line as what was said in it. */
export function saidIn(line: ReadLine): Said {
  return { line: line.line, arrived: line.arrivedAt, value: valueOf(line) };
}

function valueOf(line: ReadLine): JsonObject {
  return (line.channel === 'cloudtrail' ? line.record : line.event) as unknown as JsonObject;
}

function happenedAt(line: ReadLine): number {
  const time = Date.parse(line.channel === 'cloudtrail' ? line.record.eventTime : line.event.time);
  return Number.isNaN(time) ? line.arrivedAt : time;
}

/** When something with this id happened. */
async function find(reading: Reading, id: string): Promise<number> {
  for await (const line of reading) {
    if (line.delivery === id) return happenedAt(line);
    if (line.channel === 'cloudtrail' ? line.record.eventID === id : isEvent(line, id)) return happenedAt(line);
  }
  throw new Problem(
    'USAGE',
    `Cannot look around "${id}": nothing in "${reading.file}" has this id, be it of an event, of a record or of an arrival`,
  );
}

/** An event via CloudTrail has its own id, and that of its record. */
function isEvent({ event }: Extract<ReadLine, { channel: 'eventbridge' }>, id: string): boolean {
  return event.id === id || event.detail['eventID'] === id;
}
