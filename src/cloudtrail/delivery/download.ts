import { toHistoryEntry } from './history-entry.ts';
import type { Recorded } from './recorded.ts';

type Downloadable = Pick<Recorded, 'record' | 'text'>;

/** What CloudTrail's console downloads as JSON: one line, with the records as they are. */
export function toJsonDownload(records: readonly Downloadable[]): string {
  return `{"Records":[${records.map(({ text }) => text).join(',')}]}`;
}

/** The columns of what the console downloads as CSV (real: exports of 2021 and 2024). */
const COLUMNS = [
  'User name',
  'AWS access key',
  'Event time',
  'Event source',
  'Event name',
  'AWS region',
  'Source IP address',
  'User agent',
  'Error code',
  'Resources',
  'Request ID',
  'Event ID',
  'Read-only',
  'Event type',
  'Recipient Account Id',
  'Event category',
] as const;

/** What CloudTrail's console downloads as CSV, line by line. */
export function toCsvDownload(records: readonly Downloadable[]): readonly string[] {
  return [COLUMNS.join(','), ...records.map((recorded) => cells(recorded).map(quoted).join(','))];
}

function cells({ record, text }: Downloadable): readonly string[] {
  const { Username = '', AccessKeyId = '', Resources, ReadOnly } = toHistoryEntry({ record, text });
  const resources = Resources.map(({ ResourceType, ResourceName }) => ({
    resourceType: ResourceType,
    resourceName: ResourceName,
  }));
  return [
    Username,
    AccessKeyId,
    record.eventTime,
    record.eventSource,
    record.eventName,
    record.awsRegion,
    record.sourceIPAddress,
    record.userAgent,
    record.errorCode ?? '',
    JSON.stringify(resources),
    record.requestID ?? '',
    record.eventID,
    ReadOnly,
    record.eventType,
    record.recipientAccountId,
    record.eventCategory ?? 'Management',
  ];
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The columns that the console shows unless they are chosen. */
const SHOWN = ['Event name', 'Event time', 'User name', 'Event source', 'Resource type', 'Resource name'] as const;

/** What CloudTrail's console shows, as a table, line by line. Further resources of an event have lines of their own. */
export function toTable(records: readonly Downloadable[]): readonly string[] {
  const rows = records.flatMap((recorded): (readonly string[])[] => {
    const { record } = recorded;
    const { Username = '-', Resources } = toHistoryEntry(recorded);
    const [first, ...others] = Resources.map(({ ResourceType, ResourceName }) => [ResourceType, ResourceName]);
    return [
      [record.eventName, record.eventTime, Username, record.eventSource, ...(first ?? ['-', '-'])],
      ...others.map((other) => ['', '', '', '', ...other]),
    ];
  });
  const all = [SHOWN, ...rows];
  const widths = SHOWN.map((_, column) => all.reduce((widest, row) => Math.max(widest, row[column]!.length), 0));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
