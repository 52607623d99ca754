import type { AwsCall, Invocation, SentRequest } from '../consumer/consumer.ts';
import { plain } from '../report/plain.ts';
import { aboutOf, type About } from './about.ts';
import { clipped } from './bounded.ts';
import type { Book, Entry } from './book.ts';

const MOST_LOGS = 20_000;

/** What led to an invocation, and what is known of the event it was about. */
export interface Origin extends About {
  readonly from?: string;
  readonly real?: number;
  /** That its event was touched by a fault. */
  readonly isOdd?: boolean;
}

/** Writes down one call of a consumer, and the calls and requests it made. A further one for the same request is a retry. */
export function writeInvocation(
  book: Book,
  invocation: Invocation,
  { from, isOdd = false, ...about }: Origin,
  requests: Map<string, string>,
): void {
  const { consumer, rule, by, at, took, outcome, calls, refusals, befell = [], logs, requestId, carried } = invocation;
  const key = `${consumer}\n${requestId}`;
  const before = requests.get(key);
  const shared = { at, requestId, ...about };
  const odd = before !== undefined || isOdd ? { tone: 'odd' as const } : {};
  const id = book.add({
    ...shared,
    lane: book.lane('consumer', consumer),
    kind: before === undefined ? 'invocation' : 'retry',
    took,
    title: titleOf(outcome, before !== undefined),
    causes: [from, before].filter((cause) => cause !== undefined),
    ...(outcome.kind === 'returned' ? odd : { tone: 'bad' as const }),
    notes: [
      ...(rule === '' ? [`Invoked by ${by ?? 'something else'}`] : [`Invoked by rule "${rule}"`]),
      ...(before === undefined ? [] : ['It is tried again, because it failed before']),
      ...befell.map((mishap) => `The scenario made this go wrong: ${JSON.stringify(mishap)}`),
      ...(carried === undefined ? [] : [`The bus took ${Math.round(carried)} ms to bring the event`]),
    ],
    // What a handler returns may be anything.
    body: { outcome: plain(outcome) },
    ...(logs !== undefined && logs !== '' && { logs: clipped(logs, MOST_LOGS) }),
  });
  if (id !== undefined) requests.set(key, id);
  const lane = book.lane('calls', consumer);
  const causes = id === undefined ? {} : { causes: [id] };
  const made = (entry: Pick<Entry, 'kind' | 'title' | 'tone' | 'notes' | 'body'>): string | undefined =>
    book.add({ ...shared, ...odd, ...aboutOf(entry.body), ...entry, lane, ...causes });
  const sent = invocation.requests ?? [];
  for (const [index, call] of calls.entries()) {
    for (const request of sent) if (request.after === index) made(requestEntry(request));
    const called = made(callEntry(call));
    if (called !== undefined) requests.set(`${key}\n${call.operation}`, called);
  }
  for (const request of sent) if (request.after >= calls.length) made(requestEntry(request));
  for (const { address } of refusals)
    made({
      kind: 'refusal',
      title: `refused: ${address}`,
      tone: 'bad',
      notes: ['It would have left the rehearsal'],
      body: { address },
    });
}

function titleOf(outcome: Invocation['outcome'], isRetry: boolean): string {
  const again = isRetry ? 'again: ' : '';
  if (outcome.kind === 'returned') return `${again}returned`;
  if (outcome.kind === 'timed-out') return `${again}timed out after ${outcome.after} ms`;
  return `${again}${outcome.error.name}: ${outcome.error.message}`;
}

function callEntry({ service, operation, input, answered, failed, error }: AwsCall) {
  const isBad = failed !== undefined || error !== undefined || answered === 'refused';
  return {
    kind: 'aws-call' as const,
    title: `${service}:${operation}${error === undefined ? '' : ` (${error})`}`,
    ...(isBad && { tone: 'bad' as const }),
    notes: [
      HOW[answered],
      ...(error === undefined ? [] : [`It was answered with the error ${error}`]),
      ...(failed === undefined
        ? []
        : [`A fault made it fail with ${failed.error}${failed.carriedOut ? ', though it was carried out' : ''}`]),
    ],
    body: { service, operation, input: plain(input) },
  };
}

const HOW: Readonly<Record<AwsCall['answered'], string>> = {
  embedded: 'Answered by the embedded AWS',
  declared: 'Answered as the configuration or the scenario says',
  empty: 'Answered with an empty success: nothing declares an answer',
  refused: 'Refused: it could not be read',
};

function requestEntry(request: SentRequest) {
  const { method, url, status, refused, lost } = request;
  const isBad = refused === true || lost !== undefined || (status ?? 0) >= 400;
  return {
    kind: 'request' as const,
    title: `${method} ${url}${status === undefined ? '' : ` ${status}`}`,
    ...(isBad && { tone: 'bad' as const }),
    notes: [
      ...(refused === true ? ['Nothing answers it: its connection was refused'] : []),
      ...(lost === undefined ? [] : ['Its answer was lost on the way']),
    ],
    body: request,
  };
}
