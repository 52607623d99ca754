import { idText, type LogEvent, type LogGroup } from '../log-group.ts';
import { Moment, type Row, type Value } from './value.ts';

/** No more of the fields that a message has are found. */
const MOST_FIELDS = 200;

/** A line by its fields: those that every line has, and those of a message that is JSON. */
export function rowOf(group: LogGroup, account: string, event: LogEvent): Row {
  const row = new Map<string, Value>();
  if (event.message.trimStart().startsWith('{')) addFields(row, event.message);
  row.set('@timestamp', new Moment(event.timestamp));
  row.set('@ingestionTime', new Moment(event.ingested));
  row.set('@message', event.message);
  row.set('@logStream', event.stream);
  row.set('@log', `${account}:${group.name}`);
  row.set('@ptr', Buffer.from(`${group.name} ${idText(event.id)}`).toString('base64'));
  return row;
}

function addFields(row: Map<string, Value>, message: string): void {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return;
  }
  add(row, '', value);
}

/** Members by their paths: `detail.repository-name`, `resources.0`. */
function add(row: Map<string, Value>, path: string, value: unknown): void {
  if (row.size >= MOST_FIELDS) return;
  if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) add(row, path === '' ? key : `${path}.${key}`, member);
  } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    row.set(path, value);
  }
}
