import { randomUUID } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { Problem } from '../../problem.ts';
import { findConfig, loadSetup } from '../../rehearse/config.ts';
import { loadPlan } from '../plan/load-plan.ts';
import type { LoadResult } from '../result/result.ts';
import { runLoad } from '../run-load.ts';
import { overheard } from './report.ts';
import type { ArtilleryEvents } from './report.ts';
import { shareOf } from './share.ts';
import type { ArtilleryPhase } from './share.ts';

/** What stands under `config.engines.ecreplay` in a script of Artillery's. */
export interface EngineConfig {
  /** The plan, relative to the script. */
  readonly plan?: unknown;
  /** The configuration; the nearest above the plan unless told. */
  readonly config?: unknown;
  /** Threads that send, in each of Artillery's workers; 1 unless told. */
  readonly workers?: unknown;
  /** Requests a second that each of Artillery's workers may send. */
  readonly tps?: unknown;
}

/** The parts of a script that the engine reads. */
export interface ArtilleryScript {
  readonly _scriptPath?: string;
  readonly config: {
    readonly phases?: readonly ArtilleryPhase[];
    readonly engines?: Readonly<Record<string, EngineConfig | null>>;
  };
}

/** Ends a virtual user: with an error, or with the context that it was given. */
export type Done = (error: unknown, context: object) => void;

/**
 * Artillery's engine for plans of load runs: `artillery-engine-ecreplay` is this.
 *
 * A worker of Artillery's drives its share of the plan once, by the plan's own schedule; the first virtual user begins it, and those that
 * come after wait for the same end. So the phases of the script say only how many workers there are.
 */
export class EcreplayEngine {
  readonly #script: ArtilleryScript;
  #running: Promise<LoadResult> | undefined;

  constructor(script: ArtilleryScript) {
    this.#script = script;
  }

  /** Called before anything begins; what is wrong with the plan ends the test here. Artillery waits for none but async functions. */
  async init(): Promise<void> {
    await loadPlan(this.#planFile());
  }

  /** Artillery asks once for each scenario, and calls what it gets for each virtual user. */
  createScenario(_scenario: object, events: ArtilleryEvents): (context: object, done: Done) => void {
    return (context, done) => {
      events.emit('started');
      this.#running ??= this.#run(context, events);
      void callBack(this.#running, context, done);
    };
  }

  #config(): EngineConfig {
    return this.#script.config.engines?.['ecreplay'] ?? {};
  }

  #planFile(): string {
    const { plan } = this.#config();
    if (typeof plan !== 'string')
      throw new Problem(
        'USAGE',
        'Cannot run a plan on Artillery: config.engines.ecreplay names none, wanted { plan: plan.yaml }',
      );
    return resolve(dirname(this.#script._scriptPath ?? resolve('script.yml')), plan);
  }

  async #run(context: object, events: ArtilleryEvents): Promise<LoadResult> {
    try {
      const file = this.#planFile();
      const { config = findConfig(dirname(file)), workers = 1, tps } = this.#config();
      const result = await runLoad(await loadPlan(file), {
        setup:
          typeof config === 'string'
            ? await loadSetup(resolve(dirname(file), config))
            : { rules: [], consumers: {}, root: dirname(file) },
        shard: shareOf(this.#script.config.phases ?? []),
        run: runOf(context),
        workers: count(workers, 'workers') ?? 1,
        tps: count(tps, 'tps'),
        overhear: (measures) => overheard(measures, events),
        tell: (line) => process.stderr.write(`${line}\n`),
      });
      tellEnd(result, events);
      return result;
    } catch (error) {
      events.emit('error', error instanceof Problem ? error.code : 'ECREPLAY');
      process.stderr.write(`${error instanceof Problem ? error.message : String(error)}\n`);
      throw error;
    }
  }
}

/** Ends a virtual user as the run ended. Whatever `done` throws is Artillery's. */
async function callBack(running: Promise<LoadResult>, context: object, done: Done): Promise<void> {
  const [ended] = await Promise.allSettled([running]);
  if (ended.status === 'rejected') return done(ended.reason, context);
  const [first] = ended.value.void;
  return done(first === undefined ? null : new Error(`the run is void: ${first.says}`), context);
}

/** Workers of one machine run parts of one run; each machine of a fleet runs a whole one, whose events are its own. */
function runOf(context: object): string {
  const { $testId: test = randomUUID() } = (context as { readonly vars?: { readonly $testId?: string } }).vars ?? {};
  return `${test}/${process.env['WORKER_ID'] ?? ''}`;
}

function count(value: unknown, name: string): number | undefined {
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value > 0)) return value;
  throw new Problem(
    'USAGE',
    `Cannot run a plan on Artillery: config.engines.ecreplay.${name} is ${JSON.stringify(value)}, wanted a whole number`,
  );
}

/** What is known only at the end. Several workers may watch one queue: none of them knows alone what was lost. */
function tellEnd({ measures, shards, observed, judgements, void: reasons }: LoadResult, events: ArtilleryEvents): void {
  const isWhole = shards[0]?.of === 1;
  if (isWhole && observed.delivery) {
    let lost = 0;
    for (const { counts } of measures.phases) lost += counts.lost;
    events.emit('counter', 'ecreplay.lost', lost);
  }
  for (const { kind } of judgements) events.emit('counter', `ecreplay.thresholds.${kind}`, 1);
  for (const { code } of reasons) events.emit('error', `ecreplay.void.${code}`);
}
