/**
 * The same load on LocalStack and on `ecreplay serve`, side by side: a rule of the default bus sends every event to a queue, and that is
 * watched. Prints a table, and the highest rate of each that keeps the thresholds. Figures, not promises: it ends with 0.
 *
 * Run: npm run bench -- load-localstack (LOCALSTACK_ENDPOINT names one that runs already; RATES, SECONDS)
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { SQS } from '@aws-sdk/client-sqs';
import { LocalstackContainer } from '@testcontainers/localstack';
import { LOCALSTACK_IMAGE } from '../src/bus/bus-spec.ts';
import { atRate, findLimit, sayLimit, type Trial } from '../src/load/limit/find-limit.ts';
import { planFrom } from '../src/load/plan/from-flags.ts';
import type { Plan } from '../src/load/plan/plan.ts';
import type { LoadResult } from '../src/load/result/result.ts';
import { timingOf } from '../src/load/measure/summary.ts';
import { runLoad } from '../src/load/run-load.ts';

const RATES = (process.env['RATES'] ?? '50,100,200,400').split(',').map(Number);
const SECONDS = Number(process.env['SECONDS'] ?? 10);
const ACCOUNT = '123456789012';
const MAIN = new URL('../src/cli/main.ts', import.meta.url).pathname;

/** Somewhere to put load on. */
interface Place extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
}

async function openServe(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'ecreplay-'));
  const server = spawn(process.execPath, [MAIN, 'serve', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of server.stdout) {
    said += String(chunk);
    if (/http:\/\/[\d.]+:\d+/.test(said)) break;
  }
  return {
    name: 'ecreplay serve',
    url: /http:\/\/[\d.]+:\d+/.exec(said)![0],
    [Symbol.asyncDispose]: async () => {
      server.kill('SIGTERM');
      await once(server, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

async function openLocalStack(): Promise<Place> {
  const known = process.env['LOCALSTACK_ENDPOINT'];
  if (known !== undefined)
    return { name: 'LocalStack 4.14', url: known, [Symbol.asyncDispose]: () => Promise.resolve() };
  const container = await new LocalstackContainer(LOCALSTACK_IMAGE).start();
  return {
    name: 'LocalStack 4.14',
    url: container.getConnectionUri().replace(/\/$/, ''),
    [Symbol.asyncDispose]: async () => void (await container.stop({ timeout: 0 })),
  };
}

/** Makes a queue that a rule sends everything to; tells its URL, and takes both away. */
async function stage({ url: endpoint }: Place): Promise<AsyncDisposable & { readonly queue: string }> {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' } };
  const [sqs, events] = [new SQS(config), new EventBridge(config)];
  const name = `bench-load-${process.pid}`;
  const { QueueUrl: queue = '' } = await sqs.createQueue({ QueueName: name });
  const Arn = `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`;
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: Arn }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await sqs.setQueueAttributes({ QueueUrl: queue, Attributes: { Policy } });
  await events.putRule({ Name: name, EventPattern: '{"source":["bench.ecr"]}' });
  await events.putTargets({ Rule: name, Targets: [{ Id: 'queue', Arn }] });
  return {
    queue,
    [Symbol.asyncDispose]: async () => {
      await events.removeTargets({ Rule: name, Ids: ['queue'] });
      await events.deleteRule({ Name: name });
      await sqs.deleteQueue({ QueueUrl: queue });
    },
  };
}

async function planFor({ url }: Place, queue: string): Promise<Plan> {
  const target = { endpoint: url, source: 'bench.ecr' };
  const threshold = ['delivery p99 < 1s', 'lost = 0', 'errors = 0'];
  const plan = await planFrom('scenarios/push.yaml', {
    rate: '1/s',
    duration: '10s',
    settle: '10s',
    threshold,
    target,
  });
  return { ...plan, observe: [{ kind: 'queue', url: queue, endpoint: url }] };
}

let runs = 0;

async function at(rate: number, seconds: number, plan: Plan): Promise<LoadResult> {
  const setup = { rules: [], consumers: {}, root: process.cwd() };
  const run = `bench-${process.pid}-${(runs += 1)}`;
  return runLoad(atRate(plan, rate, seconds * 1_000), { setup, run, shard: { index: 1, of: 1 }, tell: console.error });
}

function milliseconds({ measures }: LoadResult, leg: 'publish' | 'delivery', percentile: number): string {
  const timing = timingOf(measures.phases, leg);
  return timing === undefined ? '–' : (timing.percentile(percentile) / 1_000).toFixed(percentile === 50 ? 1 : 0);
}

async function show(place: Place): Promise<void> {
  await using staged = await stage(place);
  const plan = await planFor(place, staged.queue);
  // What is asked for the first time is loaded first.
  await at(20, 2, plan);
  for (const rate of RATES) {
    const result = await at(rate, SECONDS, plan);
    const [{ counts }] = result.measures.phases as [LoadResult['measures']['phases'][number]];
    const cells = [
      place.name,
      `${rate}/s`,
      milliseconds(result, 'publish', 50),
      milliseconds(result, 'publish', 99),
      milliseconds(result, 'delivery', 50),
      milliseconds(result, 'delivery', 99),
      counts.lost,
      counts.duplicated,
      result.void.map(({ code }) => code).join(', ') || '–',
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  const limit = await findLimit({
    from: RATES[0]!,
    most: 5_000,
    within: 0.1,
    attempt: async (rate) => trialOf(rate, await at(rate, 5, plan)),
  });
  console.log(`${place.name}: ${sayLimit(limit)}`);
}

function trialOf(rate: number, { judgements, void: reasons }: LoadResult): Trial {
  const broken = judgements.find(({ kind }) => kind !== 'kept');
  if (broken !== undefined) return { rate, kind: 'broken', says: `${broken.threshold}: ${broken.says}` };
  return reasons.length > 0 ? { rate, kind: 'void', says: reasons[0]!.says } : { rate, kind: 'kept', says: '' };
}

console.log(
  '|  | rate | publish p50, ms | p99 | delivery p50, ms | p99 | lost | twice | void |\n|---|---|---|---|---|---|---|---|---|',
);
for (const open of [openServe, openLocalStack]) {
  await using place = await open();
  await show(place);
}
