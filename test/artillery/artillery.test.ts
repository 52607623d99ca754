import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type TestContext, expect, onTestFinished, test } from 'vitest';
import { loadPlan } from '../../src/load/plan/load-plan.ts';
import { runLoad } from '../../src/load/run-load.ts';
import { summaries } from '../../src/load/measure/summary.ts';
import { sumOf } from '../../src/load/measure/tally.ts';
import { type Taken, takingAll } from '../unit/load/taking.ts';

const HOME = join(import.meta.dirname, '../..');
/** How long the server takes: a twentieth of it is longer than a busy machine adds. */
const TAKES = 100;

/** What is read of Artillery's report. */
interface Report {
  readonly aggregate: {
    readonly counters: Readonly<Record<string, number>>;
    readonly rates: Readonly<Record<string, number>>;
    readonly summaries: Readonly<Record<string, { readonly count: number; readonly p50: number }>>;
  };
}

function artillery({ skip }: TestContext): string {
  const folder = process.env['ECREPLAY_ARTILLERY'];
  if (folder === undefined) return skip('no Artillery: ECREPLAY_ARTILLERY names no folder that it is installed in');
  return join(folder, 'node_modules/artillery/bin/run');
}

/** A project with a plan, a script of Artillery's, and our engine where Artillery looks for it. */
function project(url: string, { rate = 100, workers = 1, plan = 'plan.yaml' } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'ecreplay-artillery-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const scenario = join(HOME, 'scenarios/create-on-push.yaml');
  const engine = join(folder, 'modules/artillery-engine-ecreplay');
  const files = {
    [join(folder, 'plan.yaml')]: `version: 1
description: One team pushes.
phases: [constant: { rate: ${rate}, for: 3s }]
flows: [scenario: ${scenario}]
target: { endpoint: "${url}" }
thresholds: [publish p50 < 10s]
`,
    [join(folder, 'script.json')]: JSON.stringify({
      config: {
        target: url,
        engines: { ecreplay: { plan } },
        phases: [{ duration: 1, arrivalRate: workers }],
      },
      scenarios: [{ engine: 'ecreplay', flow: [] }],
    }),
    [join(engine, 'package.json')]: readFileSync(join(HOME, 'artillery/package.json'), 'utf8'),
    // As the package says it, but for where ecreplay is.
    [join(engine, 'index.js')]: readFileSync(join(HOME, 'artillery/index.js'), 'utf8').replace(
      "'ecreplay/artillery'",
      JSON.stringify(join(HOME, 'src/load/artillery/engine.ts')),
    ),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

async function runArtillery(bin: string, folder: string, { WORKERS = '1' } = {}): Promise<Report & { said: string }> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [bin, 'run', '--output', 'report.json', 'script.json'],
    {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        NODE_PATH: join(folder, 'modules'),
        ARTILLERY_DISABLE_TELEMETRY: 'true',
        WORKERS,
      },
    },
  ).catch((error: unknown) => error as { stdout: string; stderr: string });
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
  return { ...report, said: stdout + stderr };
}

/** Events a second, as the server saw them come. */
function rateOf(taken: readonly Taken[]): number {
  return (taken.length - 1) / ((taken.at(-1)!.at - taken[0]!.at) / 1_000);
}

test('the same plan by ecreplay and by Artillery: as many events, as fast, with the same latency', async (context) => {
  const bin = artillery(context);
  const ours = await takingAll(TAKES);
  const folder = project(ours.url);
  const result = await runLoad(await loadPlan(join(folder, 'plan.yaml')), {
    shard: { index: 1, of: 1 },
    setup: { rules: [], consumers: {}, root: folder },
    run: 'ours',
    workers: 1,
    tell: () => {},
  });
  const theirs = await takingAll(TAKES);
  const { aggregate, said } = await runArtillery(bin, project(theirs.url));
  expect(said).not.toContain('WARNING');
  const counts = sumOf(result.measures.phases.map((phase) => phase.counts));
  for (const name of ['due', 'sent', 'accepted'] as const)
    expect(aggregate.counters[`ecreplay.${name}`]).toBe(counts[name]);
  expect(theirs.taken).toHaveLength(ours.taken.length);
  expect(aggregate.counters['ecreplay.sent']).toBe(300);
  expect(rateOf(theirs.taken) / rateOf(ours.taken)).toBeCloseTo(1, 1);
  const { publish } = summaries(result.measures);
  const { count, p50 } = aggregate.summaries['ecreplay.publish']!;
  expect(count).toBe(publish!.count);
  expect(Math.abs(p50 / (publish!.p50 / 1_000) - 1)).toBeLessThan(0.05);
  expect(aggregate.counters['ecreplay.thresholds.kept']).toBe(1);
});

test("two of Artillery's workers share the plan between them, and send no event twice", async (context) => {
  const bin = artillery(context);
  const { url, taken } = await takingAll(TAKES);
  const { aggregate } = await runArtillery(bin, project(url, { rate: 40, workers: 2 }), { WORKERS: '2' });
  expect(aggregate.counters['ecreplay.sent']).toBe(120);
  expect(taken).toHaveLength(120);
  expect(aggregate.counters['vusers.created']).toBe(2);
});

test('a plan that is not there ends the test before anything is sent, and says what is missing', async (context) => {
  const bin = artillery(context);
  const { url, taken } = await takingAll(TAKES);
  const folder = project(url, { plan: 'plna.yaml' });
  writeFileSync(join(folder, 'report.json'), '{}');
  const { said } = await runArtillery(bin, folder);
  expect(said).toContain('plna.yaml');
  expect(taken).toEqual([]);
});
