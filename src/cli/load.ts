import { randomUUID } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { Instant } from '../clock.ts';
import { planFrom } from '../load/plan/from-flags.ts';
import type { Plan } from '../load/plan/plan.ts';
import { runLoad } from '../load/run-load.ts';
import { shardOf, type ToldShard } from '../load/shard.ts';
import { Problem } from '../problem.ts';
import { findConfig, loadSetup } from '../rehearse/config.ts';
import type { Setup } from '../rehearse/setup.ts';
import { toMilliseconds } from '../scenario/duration.ts';
import { endSoon } from './exit.ts';
import { earlierOf, type OutFlags, putOut } from './load-out.ts';
import { loadLimit } from './load-limit.ts';
import { openViews } from './load-views.ts';
import { toldOnce } from './told-once.ts';

/** What `ecreplay load` may be told. */
export interface LoadFlags extends OutFlags {
  readonly rate?: string;
  readonly duration?: string;
  readonly threshold?: readonly string[];
  readonly settle?: string;
  readonly bus?: 'embedded' | 'localstack';
  readonly endpoint?: string;
  readonly consumer?: string;
  readonly findLimit?: boolean;
  readonly shard?: string;
  readonly startAt?: string;
  readonly run?: string;
  readonly tps?: number;
  readonly workers?: number;
  readonly prometheus?: string;
  readonly otel?: boolean;
  readonly seed?: number | string;
  readonly config?: string;
}

/** How long each rate is held while a limit is searched for. */
const LIMIT_DURATION = '10s';

/** `ecreplay load`: drives a plan, or a shard of it, and tells what it came to. */
export async function load(file: string, flags: LoadFlags): Promise<void> {
  const shard = shardOf(flags.shard, process.env);
  const start = startOf(flags, Date.now());
  const target = targetOf(flags);
  const { rate, duration, threshold, settle, seed } = flags;
  const plan = await planFrom(file, { rate, duration, threshold, settle, seed, target, findLimit: flags.findLimit });
  const [earlier, setup] = await Promise.all([earlierOf(flags), setupFor(file, plan, flags)]);
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const view = await openViews(flags, {
    plan: plan.name,
    ...(shard.of > 1 && { shard: `${shard.index}/${shard.of}` }),
  });
  const said = toldOnce((line) => process.stderr.write(`${line}\n`));
  const { workers, tps } = flags;
  const wish = {
    setup,
    shard,
    start,
    workers,
    tps,
    view,
    tell: (line: string) => said.tell(line),
    signal: stopping.signal,
  };
  try {
    if (flags.findLimit === true) {
      refuseFiles(flags);
      const length = toMilliseconds(flags.duration ?? LIMIT_DURATION);
      await loadLimit(plan, wish, { length, json: flags.json === true });
    } else {
      const result = await runLoad(plan, { ...wish, run: runOf(flags, shard, start) });
      await view.end();
      said.end();
      await putOut(result, flags, earlier);
    }
  } finally {
    await view.end();
    said.end();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
  endSoon();
}

/** A limit is found by many runs, each with a result that is nobody's. */
function refuseFiles(flags: LoadFlags): void {
  const flag = (['out', 'report'] as const).find((name) => flags[name] !== undefined);
  if (flag === undefined) return;
  throw new Problem('USAGE', `Cannot read "--${flag}" with "--find-limit": a limit is found by many runs, not by one`);
}

/** What the flags say of the target, in the words of a plan. */
function targetOf({ bus, endpoint, consumer }: LoadFlags): Readonly<Record<string, string>> | undefined {
  if (consumer !== undefined) {
    const other = bus === undefined ? endpoint && '--endpoint' : '--bus';
    if (other === undefined) return { consumer };
    throw new Problem('USAGE', `Cannot read "--consumer" with "${other}": events go to the one or the other`);
  }
  if (bus === undefined) return endpoint === undefined ? undefined : { endpoint };
  if (endpoint !== undefined && bus === 'embedded')
    throw new Problem('USAGE', 'Cannot read "--endpoint": the embedded bus is in this process');
  return { bus, ...(endpoint !== undefined && { at: endpoint }) };
}

function startOf({ startAt }: LoadFlags, now: Instant): Instant | undefined {
  if (startAt === undefined) return undefined;
  const start = /^\d{4}-\d{2}-\d{2}T/.test(startAt) ? Date.parse(startAt) : Number.NaN;
  if (Number.isNaN(start))
    throw new Problem('USAGE', `Cannot read "--start-at ${startAt}": wanted a time such as 2026-01-15T09:30:00Z`);
  if (start <= now)
    throw new Problem('USAGE', `Cannot start at ${startAt}: that was ${Math.ceil((now - start) / 1_000)} s ago`);
  if (start - now > 86_400_000) throw new Problem('USAGE', `Cannot start at ${startAt}: that is more than a day ahead`);
  return start;
}

/** Shards cannot draw a name that all of them have: it is told, or follows from what they have in common. */
function runOf({ run }: LoadFlags, shard: ToldShard, start: Instant | undefined): string {
  if (run !== undefined) return run;
  if (shard.of === 1) return randomUUID();
  return shard.run ?? (start === undefined ? 'shared' : new Date(start).toISOString());
}

/** What needs no configuration is not kept from running by a broken one. */
async function setupFor(file: string, { target }: Plan, { config }: LoadFlags): Promise<Setup> {
  const bare = { rules: [], consumers: {}, root: process.cwd() };
  if (config === undefined && (target.kind === 'endpoint' || target.kind === 'aws')) return bare;
  const found = config === undefined ? findConfig(dirname(resolve(file))) : resolve(config);
  if (found !== undefined) return loadSetup(found);
  throw new Problem(
    'CONFIG_NOT_FOUND',
    'Cannot put load on anything: there is no ecreplay.config.ts above the plan, wanted one with rules and consumers, or --endpoint URL',
  );
}
