import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { toCsvDownload, toJsonDownload, toTable } from '../cloudtrail/delivery/download.ts';
import { isInHistory, toHistoryEntry } from '../cloudtrail/delivery/history-entry.ts';
import { isLookedFor, type Lookup, LOOKUP_KEYS } from '../cloudtrail/delivery/lookup.ts';
import type { CloudTrailRecord } from '../cloudtrail/record.ts';
import { nearest } from '../nearest.ts';
import { Problem } from '../problem.ts';
import { propsFor, script } from '../rehearse/rehearse.ts';
import { readScenarioFile } from '../scenario/read-file.ts';
import { printLines } from './emit.ts';
import type { HistoryFlags } from './history-flags.ts';

/** A record, and its text as it will be printed. */
interface Printable {
  readonly record: CloudTrailRecord;
  readonly text: string;
}

/** Ninety days before the last event nothing is remembered. */
const REMEMBERED = 90 * 86_400_000;

/** `ecreplay history`: prints what would stand in the event history of CloudTrail, the newest first, and nothing else. */
export async function history(file: string, flags: HistoryFlags): Promise<void> {
  const lookup = toLookup(flags);
  const records = /\.(?:json|ndjson|jsonl)(?:\.gz)?$/i.test(file)
    ? await ofRecording(file)
    : await ofScenario(file, flags);
  const at = ({ record }: Printable): number => Date.parse(record.eventTime);
  const last = records.reduce((latest, each) => Math.max(latest, at(each)), 0);
  const found = records
    .filter((each) => at(each) >= last - REMEMBERED && isLookedFor(toHistoryEntry(each), lookup))
    // Of one second the later record is the newer one.
    .toReversed()
    .toSorted((a, b) => at(b) - at(a));
  await printLines(linesOf(found, flags.format), process.stdout);
}

function linesOf(records: readonly Printable[], format: HistoryFlags['format']): readonly string[] {
  if (format === 'json') return [toJsonDownload(records)];
  return format === 'csv' ? toCsvDownload(records) : toTable(records);
}

async function ofScenario(file: string, flags: HistoryFlags): Promise<readonly Printable[]> {
  const scenario = await readScenarioFile(file);
  const { emissions } = script(scenario, { ...flags, ...(await propsFor(scenario)) });
  return emissions
    .filter((emission) => emission.channel === 'cloudtrail')
    .toSorted((a, b) => a.at - b.at)
    .filter(({ record }) => isInHistory(record, scenario));
}

/** Of a recording every account and Region, for it does not say whose history is looked at. */
async function ofRecording(file: string): Promise<readonly Printable[]> {
  const text = await textOf(file);
  if (text.trim() === '') throw new Problem('FILE_EMPTY', `Cannot read "${file}": it is empty`);
  // A record may have come twice, and once more in the envelope of EventBridge.
  const records = new Map<string, Printable>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = { file, line: index + 1, column: 1 };
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw new Problem('FILE_UNREADABLE', `Cannot read line ${index + 1}: it is not JSON`, { place, cause: error });
    }
    const found = recordsIn(value);
    if (found.length === 0 && !isRecording(value)) {
      throw new Problem('FILE_UNREADABLE', `Cannot read line ${index + 1}: it is no record of CloudTrail`, { place });
    }
    for (const record of found) {
      if (isInHistory(record, { account: record.recipientAccountId, region: record.awsRegion })) {
        records.set(record.eventID, { record, text: JSON.stringify(record) });
      }
    }
  }
  return [...records.values()];
}

async function textOf(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Problem(
      isMissing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE',
      `Cannot read "${file}": ${isMissing ? 'there is no such file' : (error as Error).message}`,
      { cause: error },
    );
  }
}

/** A record as it is, in the envelope of EventBridge, or among others in a log file. */
function recordsIn(value: unknown): readonly CloudTrailRecord[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Records, detail } = value as { readonly Records?: unknown; readonly detail?: unknown };
  if (Array.isArray(Records)) return Records.filter(isRecord);
  return [value, detail].filter(isRecord);
}

function isRecord(value: unknown): value is CloudTrailRecord {
  return typeof value === 'object' && value !== null && 'eventName' in value && 'eventTime' in value;
}

/** What a recording holds besides: its first line, and events that did not come by CloudTrail; or a log file without a record. */
function isRecording(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'version' in value || 'detail-type' in value || 'Records' in value;
}

function toLookup({ attribute, startTime, endTime }: HistoryFlags): Lookup {
  const from = toInstant('--start-time', startTime);
  const until = toInstant('--end-time', endTime);
  if (from !== undefined && until !== undefined && from > until) {
    throw new Problem('USAGE', 'Cannot search the event history: the start time is after the end time');
  }
  return {
    ...(attribute !== undefined && { attribute: toAttribute(attribute) }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  };
}

function toAttribute(text: string): NonNullable<Lookup['attribute']> {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const key = LOOKUP_KEYS.find((each) => each === name);
  if (key !== undefined && value !== '') return { key, value };
  const meant = nearest(name, LOOKUP_KEYS);
  const advice =
    name === '' || (key !== undefined && value === '')
      ? 'wanted a key and a value, such as EventName=PutImage'
      : meant === undefined
        ? `wanted one of ${LOOKUP_KEYS.join(', ')}`
        : `did you mean "${meant}=${value}"`;
  throw new Problem('USAGE', `Cannot read "--attribute ${text}": ${advice}`);
}

function toInstant(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new Problem('USAGE', `Cannot read "${flag} ${text}": wanted a time such as 2026-01-15T09:30:00Z`);
}
