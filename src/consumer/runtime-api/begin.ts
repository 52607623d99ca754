import type { Milliseconds } from '../../clock.ts';
import type { Invocation } from '../consumer.ts';
import type { OpenLedger } from '../open-ledger.ts';
import { timedOut } from '../outcome.ts';
import { handlerName, processEnvironment } from './environment.ts';
import { openDesk, type Setting } from './setting.ts';
import { startProcess, type Station } from './start-process.ts';

// Taken before a consumer or its tests can replace it by a fake.
const { setTimeout } = globalThis;

/** How long a function may take to begin. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_LIMIT: Milliseconds = 10_000;

/** That a process never got as far as its first event. It fails the invocation that it was started for, as on Lambda. */
export class InitFailure extends Error {
  override readonly name = 'InitFailure';
  readonly outcome: Exclude<Invocation['outcome'], { kind: 'returned' }>;
  /** What it has done until then. */
  readonly ledger: OpenLedger;
  readonly logs: string;

  constructor(outcome: InitFailure['outcome'], ledger: OpenLedger, logs: string) {
    super('The process did not ask for an event');
    this.outcome = outcome;
    this.ledger = ledger;
    this.logs = logs;
  }
}

/** A process that has begun, and what it has done until then. */
export interface Begun {
  readonly station: Station;
  readonly ledger: OpenLedger;
}

/** Starts a process and waits until it asks for its first event. Throws an `InitFailure`, or the `Problem` of a command that there is not. */
export async function begin(setting: Setting, over: AbortSignal): Promise<Begun> {
  const { name, spec, surroundings, facts, cwd } = setting;
  const { ground, region, endless = false } = surroundings;
  const { ledger, owner, company } = openDesk(setting, { until: Number.POSITIVE_INFINITY, expire: () => {} });
  try {
    const station = await startProcess({
      name,
      command: spec.command,
      cwd,
      facts,
      handler: handlerName(spec),
      owner,
      environment: (endpoints) => processEnvironment({ name, spec, facts, cwd, region }, endpoints, ground.outside()),
      // Where nobody looks back at what invocations did, what they write is to be seen as it comes.
      printed: endless ? (written) => void process.stderr.write(written) : undefined,
    });
    const outcome = await failureOf(station, Math.max(INIT_LIMIT, facts.timeout), over);
    if (outcome === undefined) return { station, ledger };
    await station.kill();
    throw new InitFailure(outcome, ledger, station.tail.text());
  } finally {
    company?.guest.leave();
  }
}

async function failureOf(
  { session }: Station,
  limit: Milliseconds,
  over: AbortSignal,
): Promise<InitFailure['outcome'] | undefined> {
  if (over.aborted) return UNWANTED;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<InitFailure['outcome']>((resolve) => {
    over.addEventListener('abort', () => resolve(UNWANTED), { once: true });
    timer = setTimeout(() => {
      const outcome = timedOut(limit);
      if (outcome.kind !== 'returned') resolve(outcome);
    }, limit);
  });
  const early = session.ready.then((error) => error && ({ kind: 'threw', error } as const));
  try {
    return await Promise.race([early, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Nobody waits for it any more. */
const UNWANTED = { kind: 'threw', error: { name: 'Runtime.Unwanted', message: 'The scenario is over' } } as const;
