import type { Instant, Milliseconds } from '../../../clock.ts';
import type { Invocation } from '../../../consumer/consumer.ts';
import type { Delivery } from '../../../timeline/timeline.ts';
import { remoteProblem } from '../../remote/failure.ts';
import { nameIn } from '../safety.ts';
import type { AwsStage } from '../stage.ts';
import { filtered, type LogSource, tailed } from './log-source.ts';
import { type FunctionRun, readRuns } from './read-runs.ts';

/** One event that a deployed function was given. */
export interface Given {
  readonly consumer: string;
  /** The ARN of the function. */
  readonly arn: string;
  readonly rule: string;
  readonly delivery: Delivery;
  /** What Lambda calls it by, where that is known; otherwise the next run counts that nobody else has. */
  readonly requestId?: string | undefined;
  /** When it may have begun at the earliest; now unless told. */
  readonly since?: Instant;
  /** Where the invocation goes once it has ended. */
  readonly into: Invocation[];
}

/** Hears of functions that run in the account, by what Lambda itself writes into their logs. */
export interface Following {
  /** Begins to listen, before anything is sent. */
  begin(arn: string): Promise<void>;
  expect(given: Given): void;
  /** Waits until all that was given has ended, but not for Lambda's retries, which come minutes later. */
  ended(): Promise<void>;
  close(): void;
}

/** Lines may be seconds late at the real service. */
const PATIENCE: Milliseconds = 60_000;
const PAUSE: Milliseconds = 1_000;
const SHORTEST_PAUSE: Milliseconds = 20;

/** Opens an ear for the functions of a run. */
export function openFollowing(stage: AwsStage): Following {
  const { clients, clock, spec } = stage;
  const began: Instant = clock.now();
  const sources = new Map<string, LogSource>();
  let waiting: (Given & { readonly since: Instant })[] = [];
  /** What has found its event: a request id may run again, and is then a retry of the same. */
  const claimed = new Map<string, Given>();
  const counted = new Set<string>();

  async function begin(arn: string): Promise<void> {
    if (sources.has(arn)) return;
    const group = groupOf(arn);
    const groupArn = `arn:aws:logs:${spec.region}:${spec.account}:log-group:${group}`;
    sources.set(arn, spec.logs === 'live-tail' ? await tailed(groupArn, clients) : filtered(group, began, clients));
  }

  function match(arn: string, run: FunctionRun): void {
    const key = `${run.requestId} ${run.startedAt}`;
    if (counted.has(key)) return;
    const known = claimed.get(run.requestId);
    const found =
      known ??
      waiting.find((one) => one.arn === arn && (one.requestId ?? run.requestId) === run.requestId && ownTime(one, run));
    if (found === undefined) return;
    counted.add(key);
    claimed.set(run.requestId, found);
    waiting = waiting.filter((one) => one !== found);
    const { consumer, rule, delivery, into } = found;
    const { event, at, emittedAt } = delivery;
    const { requestId, took, outcome } = run;
    into.push({ consumer, rule, eventId: event.id, requestId, at, emittedAt, took, outcome, calls: [], refusals: [] });
  }

  return {
    begin: (arn) => told(`read the log of "${arn}"`, begin(arn), spec.endpoint),
    expect: (given) => void waiting.push({ since: clock.now(), ...given }),
    ended: async () => {
      const late = clock.now() + PATIENCE;
      for (let pause = SHORTEST_PAUSE; waiting.length > 0 && clock.now() < late; pause = Math.min(PAUSE, pause * 2)) {
        for (const [arn, source] of sources) {
          const lines = await told(`read the log of "${arn}"`, source.read(), spec.endpoint);
          for (const run of readRuns(lines)) match(arn, run);
        }
        if (stage.staging.signal?.aborted === true) return;
        if (waiting.length > 0) await clock.sleep(pause);
      }
    },
    close: () => {
      for (const source of sources.values()) source.close();
    },
  };
}

/** Lambda's clock and ours need not agree to the second. */
const SKEW: Milliseconds = 2_000;

function ownTime(
  { since, requestId }: { readonly since: Instant; readonly requestId?: string | undefined },
  run: FunctionRun,
): boolean {
  return requestId !== undefined || run.startedAt >= since - SKEW;
}

function groupOf(arn: string): string {
  return `/aws/lambda/${nameIn(arn).split(':')[1]}`;
}

async function told<Value>(attempt: string, doing: Promise<Value>, endpoint: string | undefined): Promise<Value> {
  try {
    return await doing;
  } catch (error) {
    throw remoteProblem(attempt, error, endpoint);
  }
}
