import { resolve } from 'node:path';
import { type BusSpec, toBusSpec } from '../bus/bus-spec.ts';
import { type Instant } from '../clock.ts';
import { Problem } from '../problem.ts';
import type { Pace } from '../replay/pace.ts';
import { findConfig, loadSetup } from '../rehearse/config.ts';
import { replayRecording, type ReplayWish } from '../rehearse/replay-recording.ts';
import type { Setup } from '../rehearse/setup.ts';
import { isKept, replayedJson, showReplayed } from '../report/replayed.ts';
import { BUS_FLAGS, toBusWish } from './bus-flags.ts';
import { checkReportName } from '../saved/report-name.ts';
import { againWithout } from './again-without.ts';
import { complain, endSoon, exitAtLeast } from './exit.ts';
import { toMoment } from './moment.ts';
import { progressLine, sayDuration } from './progress-line.ts';
import { writeReportFile } from './report.ts';

/** What `ecreplay replay` can be told. */
export interface ReplayFlags extends Partial<Record<'bus' | 'endpoint' | 'image' | 'strategy' | 'allow', string>> {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly config?: string;
  readonly seed?: number | string;
  readonly speed?: number;
  readonly rate?: number;
  readonly topspeed?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly filter?: string;
  readonly onlyFailures?: boolean;
  readonly order: 'event' | 'arrival';
  readonly time: 'keep' | 'shift';
  readonly ids: 'keep' | 'new';
  readonly fault: readonly string[];
  readonly json?: boolean;
  readonly report?: string;
}

/** `ecreplay replay`: delivers a recording to the consumers of a configuration, and tells what they made of it. */
export async function replay(recording: string, flags: ReplayFlags): Promise<void> {
  if (flags.report !== undefined) checkReportName(flags.report);
  const wish = await toWish(flags);
  const setup = await setupFor(flags);
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const line = progressLine();
  const host = setup.bus?.kind === 'localstack' ? (await import('../bus/localstack/host.ts')).openHost() : undefined;
  try {
    const bus = setup.bus?.kind === 'localstack' ? await host?.prepare(setup.bus) : setup.bus;
    const began: Instant = Date.now();
    const book =
      flags.report === undefined ? undefined : (await import('../saved/save-replay.ts')).openReplayBook(setup);
    let all = 0;
    const replayed = await replayRecording(recording, wish, bus === undefined ? setup : { ...setup, bus }, {
      signal: stopping.signal,
      ...(book !== undefined && { witness: book.witness }),
      surveyed: ({ count }) => {
        all = count;
      },
      delivered: (count) => line.tell(() => sayProgress(count, all, Date.now() - began)),
    });
    line.end();
    process.stdout.write(`${(flags.json === true ? replayedJson : showReplayed)(replayed, recording)}\n`);
    if (book !== undefined && flags.report !== undefined)
      await writeReportFile(flags.report, book.close(replayed, recording, againWithout('--report')));
    if (!isKept(replayed)) exitAtLeast(1);
    for (const problem of [...replayed.problems, ...replayed.unclosed]) complain(problem);
    if (replayed.isInterrupted) exitAtLeast(130);
  } finally {
    line.end();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await host?.[Symbol.asyncDispose]();
  }
  endSoon();
}

function sayProgress(count: number, all: number, elapsed: number): string {
  const left = count === 0 ? '' : `, ${sayDuration((elapsed / count) * Math.max(0, all - count))} left`;
  return `${count} of ${all} delivered, ${Math.round((count * 1_000) / Math.max(1, elapsed))} a second${left}`;
}

async function setupFor(flags: ReplayFlags): Promise<Setup> {
  const file = flags.config === undefined ? findConfig(process.cwd()) : resolve(flags.config);
  if (file === undefined)
    throw new Problem(
      'CONFIG_NOT_FOUND',
      'Cannot replay to anybody: there is no ecreplay.config.ts here that names rules and consumers, wanted one or --config',
    );
  const setup = await loadSetup(file);
  const bus: BusSpec = toBusSpec(setup.bus, toBusWish(busValues(flags)));
  return { ...setup, bus, ...(flags.seed !== undefined && { seed: flags.seed }) };
}

/** What the flags say of the bus; `--speed` is the pace's, whatever the bus. */
function busValues({ yes, dryRun, ...flags }: ReplayFlags): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const name of Object.keys(BUS_FLAGS) as (keyof typeof BUS_FLAGS)[]) {
    const value = name === 'speed' ? undefined : (flags as Readonly<Record<string, unknown>>)[name];
    if (typeof value === 'string') values[name] = value;
  }
  if (yes === true) values['yes'] = '';
  if (dryRun === true) values['dry-run'] = '';
  return values;
}

async function toWish(flags: ReplayFlags): Promise<ReplayWish> {
  const { filter, onlyFailures = false, order, time, ids } = flags;
  const from = toMoment('--from', flags.from);
  const to = toMoment('--to', flags.to);
  return {
    pace: toPace(flags),
    order,
    time,
    ids,
    onlyFailures,
    faults: await readFaults(flags.fault),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(filter !== undefined && { pattern: filter }),
  };
}

async function readFaults(texts: readonly string[]): Promise<ReplayWish['faults']> {
  // The language of scenarios takes 15 MB of memory to load, and most replays have no fault.
  if (texts.length === 0) return [];
  const { readFault } = await import('../scenario/read-fault.ts');
  return texts.map((text) => readFault(text, '--fault'));
}

function toPace({ speed, rate, topspeed = false }: ReplayFlags): Pace {
  if ([speed !== undefined, rate !== undefined, topspeed].filter(Boolean).length > 1)
    throw new Problem('USAGE', 'Cannot keep several paces: wanted one of --speed, --rate and --topspeed');
  if (topspeed) return { kind: 'topspeed' };
  return rate === undefined ? { kind: 'recorded', speed: speed ?? 1 } : { kind: 'rate', perSecond: rate };
}
