import { fateOf } from '../../bus/remote/failure.ts';
import { MOST_ENTRIES, RETRIABLE } from '../../bus/remote/put-events.ts';
import type { Exchange } from './exchange.ts';

/** What became of one entry of a request. `again` is no end: AWS wants it sent once more, or it has never left. */
export type EntryFate = EntryEnd | { readonly kind: 'again'; readonly code: string };

/** What became of it in the end; `unknown` where it was sent and no answer tells. */
export type EntryEnd = { readonly kind: 'accepted' } | { readonly kind: 'refused' | 'unknown'; readonly code: string };

const ACCEPTED: EntryFate = { kind: 'accepted' };

/** Of an answer of PutEvents, what is looked at. */
interface Answer {
  readonly Entries?: readonly { readonly EventId?: string; readonly ErrorCode?: string }[];
}

/** Reads what came of a request, an entry at a time, in the order of the entries. */
export function fatesOf(exchange: Exchange, entries: number): readonly EntryFate[] {
  if (tookAll(exchange, entries)) return ALL[entries]!;
  const answered = 'error' in exchange || exchange.status !== 200 ? undefined : parsed(exchange.text)?.Entries;
  if (answered === undefined) return Array.from<EntryFate>({ length: entries }).fill(fateOfAll(exchange));
  return Array.from({ length: entries }, (_, at): EntryFate => {
    const { EventId: id, ErrorCode: code } = answered[at] ?? {};
    if (code === undefined) return id === undefined ? { kind: 'unknown', code: 'NoAnswer' } : ACCEPTED;
    return { kind: RETRIABLE.has(code) ? 'again' : 'refused', code };
  });
}

/** Whether an answer plainly says that there is an id for each entry and no error, which need not be parsed. */
function tookAll(exchange: Exchange, entries: number): boolean {
  if ('error' in exchange || exchange.status !== 200 || !exchange.text.startsWith(NONE_FAILED)) return false;
  const { text } = exchange;
  let ids = 0;
  for (let at = text.indexOf(ID); at !== -1; at = text.indexOf(ID, at + ID.length)) ids += 1;
  return ids === entries && !text.includes('ErrorCode');
}

const NONE_FAILED = '{"FailedEntryCount":0,';
const ID = '"EventId":"';
/** By how many there are. */
const ALL = Array.from({ length: MOST_ENTRIES + 1 }, (_, many) => Array.from({ length: many }, () => ACCEPTED));

function fateOfAll(exchange: Exchange): EntryFate {
  if ('error' in exchange) {
    const { error, left } = exchange;
    const { code = error.name } = error as { readonly code?: string };
    return { kind: left ? 'unknown' : 'again', code };
  }
  const { status, type, text } = exchange;
  if (status === 200) return { kind: 'unknown', code: 'NoAnswer' };
  const name = /[#:]?([A-Za-z]\w*)(?::|$)/.exec((parsed(text)?.__type ?? type).split('#').at(-1)!)?.[1] ?? '';
  const fate = fateOf(Object.assign(new Error(), { name, $metadata: { httpStatusCode: status } }));
  const code = name === '' ? `HTTP ${status}` : name;
  return { kind: fate === 'throttled' || fate === 'unreached' ? 'again' : fate, code };
}

function parsed(text: string): (Answer & { readonly __type?: string }) | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
