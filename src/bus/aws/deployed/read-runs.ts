import type { Instant, Milliseconds } from '../../../clock.ts';
import type { Invocation } from '../../../consumer/consumer.ts';

/** One line of a function's log. */
export interface LogLine {
  readonly stream: string;
  readonly timestamp: Instant;
  readonly message: string;
}

/** One run of a function, as far as Lambda's own lines tell of it. */
export interface FunctionRun {
  readonly requestId: string;
  readonly startedAt: Instant;
  readonly took: Milliseconds;
  readonly outcome: Invocation['outcome'];
}

type Outcome = Invocation['outcome'];

/** A run whose report has not been read yet. */
interface OpenRun {
  readonly requestId: string;
  readonly startedAt: Instant;
  failure: Outcome | undefined;
}

/** What one line says of the run it belongs to, in whichever of Lambda's formats. */
type Said =
  | { readonly kind: 'start' | 'report'; readonly requestId: string; readonly took?: number; readonly status?: string }
  | { readonly kind: 'failure'; readonly outcome: Outcome };

/** What a function returns to an asynchronous call is written nowhere. */
const RETURNED: Outcome = { kind: 'returned', value: undefined };

/**
 * Reads the runs that have come to their end out of a function's log. A stream belongs to one execution environment, which runs one
 * event at a time: whatever stands between the start and the report of a run is that run's.
 */
export function readRuns(lines: readonly LogLine[]): readonly FunctionRun[] {
  const runs: FunctionRun[] = [];
  const open = new Map<string, OpenRun>();
  for (const { stream, timestamp, message } of lines) {
    const said = read(message);
    const run = open.get(stream);
    if (said?.kind === 'start')
      open.set(stream, { requestId: said.requestId, startedAt: timestamp, failure: undefined });
    else if (said?.kind === 'failure' && run !== undefined) run.failure ??= said.outcome;
    else if (said?.kind === 'report' && run?.requestId === said.requestId) {
      const took = said.took ?? 0;
      runs.push({ ...run, took, outcome: run.failure ?? outcomeOf(said.status, took) });
      open.delete(stream);
    }
  }
  return runs.toSorted((a, b) => a.startedAt - b.startedAt);
}

function read(message: string): Said | undefined {
  return message.startsWith('{') ? readJson(message) : readText(message);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
function readText(message: string): Said | undefined {
  const [, word, requestId = ''] = /^(START|REPORT) RequestId: (\S+)/.exec(message) ?? [];
  if (word === 'START') return { kind: 'start', requestId };
  if (word === 'REPORT') {
    const [, took] = /\bDuration: ([\d.]+) ms/.exec(message) ?? [];
    const [, status] = /\bStatus: (\w+)/.exec(message) ?? [];
    return { kind: 'report', requestId, took: Number(took), ...(status !== undefined && { status }) };
  }
  const [, seconds] = /Task timed out after ([\d.]+) seconds/.exec(message) ?? [];
  if (seconds !== undefined) return { kind: 'failure', outcome: { kind: 'timed-out', after: Number(seconds) * 1000 } };
  // Node's runtime writes what was thrown as JSON; Python's begins the line with it; any other that dies is told by Lambda.
  const [, json] =
    /\t(?:Invoke|Uncaught Exception|Unhandled Promise Rejection) (?:Error )?\t(\{.*\})\s*$/s.exec(message) ?? [];
  if (json !== undefined) return thrownJson(json);
  const [, name, words] =
    /^\[ERROR\] ([\w.]+)(?:: (.*))?/.exec(message) ?? /^RequestId: \S+ Error: ()(.+)/.exec(message) ?? [];
  if (name === undefined) return undefined;
  return { kind: 'failure', outcome: threw(name === '' ? 'Runtime.ExitError' : name, (words ?? '').trim()) };
}

function readJson(message: string): Said | undefined {
  const line = parsed(message);
  if (line === undefined) return undefined;
  const { type, record } = line as { readonly type?: string; readonly record?: Readonly<Record<string, unknown>> };
  const {
    requestId = '',
    metrics,
    status,
  } = (record ?? {}) as {
    readonly requestId?: string;
    readonly metrics?: { readonly durationMs?: number };
    readonly status?: string;
  };
  if (type === 'platform.start') return { kind: 'start', requestId };
  if (type === 'platform.report') {
    return { kind: 'report', requestId, took: metrics?.durationMs ?? 0, ...(status !== undefined && { status }) };
  }
  const { level, message: said } = line as { readonly level?: string; readonly message?: unknown };
  if (level !== 'ERROR' && level !== 'FATAL') return undefined;
  return thrownIn(typeof said === 'object' && said !== null ? said : line);
}

function thrownJson(json: string): Said | undefined {
  const said = parsed(json);
  return said === undefined ? undefined : thrownIn(said);
}

/** Only what the runtime itself says of an error has a type: a function may log errors that it gets over. */
function thrownIn(said: object): Said | undefined {
  const { errorType, errorMessage } = said as { readonly errorType?: unknown; readonly errorMessage?: unknown };
  if (typeof errorType !== 'string') return undefined;
  return { kind: 'failure', outcome: threw(errorType, typeof errorMessage === 'string' ? errorMessage : '') };
}

function threw(name: string, message: string): Outcome {
  return { kind: 'threw', error: { name, message } };
}

function outcomeOf(status: string | undefined, took: Milliseconds): Outcome {
  if (status === 'timeout') return { kind: 'timed-out', after: took };
  if (status === 'error' || status === 'failure')
    return threw('Error', 'the function has failed, and its log does not say how');
  return RETURNED;
}

function parsed(json: string): object | undefined {
  try {
    const value = JSON.parse(json) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
