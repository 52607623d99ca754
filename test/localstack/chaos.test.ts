import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openClients } from '../../src/bus/remote/clients.ts';
import { findLeftovers } from '../../src/bus/remote/leftovers.ts';
import { sweep } from '../../src/bus/remote/sweep.ts';
import { Problem } from '../../src/problem.ts';
import { seeded } from '../../src/random.ts';
import { rehearse, script } from '../../src/rehearse/rehearse.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { openProxy } from './proxy.ts';

/**
 * Fifty runs that are cut off at moments drawn from a seed: whatever happens, nothing is left on LocalStack, and no event is lost without
 * being reported.
 */

const endpoint = process.env['ECREPLAY_LOCALSTACK'] ?? '';
const hasDocker = endpoint !== '' && spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0;
const seed = process.env['ECREPLAY_CHAOS'] ?? 'chaos';
const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
/** An account of LocalStack's that nothing else here uses. */
const owner = { account: '111122223333', region: 'us-east-2' };

const SCENARIO = `version: 1
description: A release is pushed and deployed.
account: "${owner.account}"
region: ${owner.region}
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2", layers: [43252507, 846] }
  - wait: 1h
  - push: { image: "web:1.4.3", layers: [43252508, 846] }
expect:
  - consumer: deployer
    invoked: 2
`;

let folder = '';
let state = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecreplay-chaos-'));
  state = join(folder, 'state');
  vi.stubEnv('ECREPLAY_STATE', state);
  mkdirSync(join(folder, 'scenarios'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  writeFileSync(join(folder, 'scenarios/push.yaml'), SCENARIO);
  writeFileSync(join(folder, 'deployer.mjs'), 'export function handler() { return null; }\n');
  writeFileSync(
    join(folder, 'ecreplay.config.mjs'),
    `export default {
  rules: { pushes: { pattern: { 'detail-type': ['ECR Image Action'] }, targets: ['deployer', { queue: 'releases' }] } },
  consumers: { deployer: { handler: './deployer.mjs#handler' } },
};
`,
  );
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function leftOn(url: string): Promise<readonly string[]> {
  const credentials = { accessKeyId: owner.account, secretAccessKey: 'none' };
  using clients = openClients({ region: owner.region, endpoint: url, credentials });
  return (await findLeftovers(clients, Date.now())).map(({ resource }) => `${resource.kind} ${resource.name}`);
}

function ledgers(): readonly string[] {
  try {
    return readdirSync(state);
  } catch {
    return [];
  }
}

/** What a report says of the events of a run; nothing, where it never got as far as to send one. */
function accountIn(text: string) {
  const [, accepted, total] = /(\d+) of (\d+) events? had been delivered/.exec(text) ?? [];
  if (accepted === undefined) return undefined;
  const [, unknown = '0', ids = ''] = /of (\d+) nobody knows: ([^;]*)/.exec(text) ?? [];
  const [, unsent = '0'] = /(\d+) were not sent/.exec(text) ?? [];
  return { accepted: Number(accepted), total: Number(total), unknown: Number(unknown), unsent: Number(unsent), ids };
}

/** A run of the command, and all that it has printed. */
function start(args: readonly string[]): {
  readonly child: ChildProcess;
  readonly output: () => string;
  ended: Promise<number | null>;
} {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return { child, output: () => output, ended: new Promise((resolve) => child.once('close', resolve)) };
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => void setTimeout(resolve, milliseconds));
}

/** The moment at which a run has written down its first resource, or has ended. */
async function begun(run: ReturnType<typeof start>): Promise<void> {
  await vi.waitUntil(() => run.child.exitCode !== null || ledgers().some((name) => !name.includes('container')), {
    timeout: 60_000,
    interval: 10,
  });
}

const rounds = (many: number): readonly number[] => Array.from({ length: many }, (_, index) => index);
const random = (kind: string, round: number) => seeded(seed).fork(`${kind} ${round}`);

describe.skipIf(endpoint === '')(
  `fifty runs that are cut off (seed ${seed}; set ECREPLAY_LOCALSTACK)`,
  { timeout: 120_000 },
  () => {
    test.for(rounds(34))('the connection is cut, round %i', async (round) => {
      const draw = random('cut', round);
      await using proxy = await openProxy(endpoint);
      const scenario = readScenario(SCENARIO, join(folder, 'scenarios/push.yaml'));
      const total = script(scenario).timeline.length;
      const rules = [
        {
          name: 'pushes',
          pattern: { 'detail-type': ['ECR Image Action'] },
          targets: [{ consumer: 'deployer' }, { queue: 'releases' }],
        },
      ];
      const consumers = { deployer: { handler: './deployer.mjs#handler' } };
      const bus = { kind: 'localstack', endpoint: proxy.url, run: `chaos${round}`, speed: 1_000 } as const;
      const ending = rehearse(scenario, { rules, consumers, root: folder, bus }).then(
        ({ run }) => run,
        (error: unknown) => error,
      );
      await pause(draw() * 600);
      proxy.cut();
      const end = await ending;
      proxy.mend();
      if (end instanceof Problem) {
        expect(end.code).toBe('ENVIRONMENT_MISSING');
        const said = accountIn(end.message) ?? { accepted: 0, unknown: 0, unsent: total, total, ids: '' };
        expect(said.accepted + said.unknown + said.unsent).toBe(total);
        // What LocalStack was given and nobody was told of is among what the report calls unknown.
        expect(proxy.taken.length).toBeGreaterThanOrEqual(said.accepted);
        expect(proxy.taken.length).toBeLessThanOrEqual(said.accepted + said.unknown);
        for (const id of proxy.taken.slice(said.accepted)) expect(said.ids).toContain(id);
      } else {
        expect(end).toMatchObject({ bus: 'localstack' });
        expect(proxy.taken).toHaveLength(total);
      }
      const { problems } = await sweep({});
      expect(problems).toEqual([]);
      expect(ledgers()).toEqual([]);
      expect(await leftOn(endpoint)).toEqual([]);
    });

    test.for(rounds(7))('the run is interrupted, round %i', async (round) => {
      const draw = random('interrupt', round);
      const run = start(['run', '--bus', 'localstack', '--endpoint', endpoint]);
      await begun(run);
      await pause(draw() * 900);
      run.child.kill('SIGINT');
      const code = await run.ended;
      // A process that is on its way out, with everything said, listens to no signal any more: a shell calls that 130, too.
      expect([0, 130]).toContain(code ?? (run.child.signalCode === 'SIGINT' ? 130 : code));
      if (code === null) expect(run.output()).toMatch(/Duration .*\n/);
      if (code === 130) {
        const { accepted = 0, unknown = 0, unsent = 0, total = 0 } = accountIn(run.output()) ?? {};
        expect(accepted + unknown + unsent).toBe(total);
        // It may come when everything has been delivered and only the farewell is left.
        expect(run.output()).toMatch(/interrupted|kept/);
      }
      expect(ledgers()).toEqual([]);
      expect(await leftOn(endpoint)).toEqual([]);
    });

    test.for(rounds(6))('the run is killed, and cleaned up after, round %i', async (round) => {
      const draw = random('kill', round);
      const run = start(['run', '--bus', 'localstack', '--endpoint', endpoint]);
      await begun(run);
      await pause(draw() * 900);
      run.child.kill('SIGKILL');
      await run.ended;
      // A request that was under way may still be carried out.
      await pause(100);
      const sent = sentBy(ledgers());
      const cleaning = start(['clean']);
      expect(await cleaning.ended).toBe(0);
      for (const id of sent.unknown) expect(cleaning.output()).toContain(id);
      if (sent.accepted > 0) expect(cleaning.output()).toContain(`had delivered ${sent.accepted} event`);
      expect(ledgers()).toEqual([]);
      expect(await leftOn(endpoint)).toEqual([]);
    });

    test.for(rounds(3))('LocalStack is killed, round %i', async (round, { skip }) => {
      skip(!hasDocker, 'there is no Docker to start LocalStack with');
      const draw = random('container', round);
      const run = start(['run', '--bus', 'localstack']);
      await begun(run);
      await pause(draw() * 1_500);
      const name = containerOf(ledgers());
      if (name !== undefined) execFileSync('docker', ['kill', name], { stdio: 'ignore' });
      expect([0, 3]).toContain(await run.ended);
      if (run.child.exitCode === 3) {
        const said = accountIn(run.output());
        if (said !== undefined) expect(said.accepted + said.unknown + said.unsent).toBe(said.total);
        else expect(run.output()).toMatch(/Cannot open the bus|Cannot use LocalStack|Cannot start LocalStack/);
      }
      expect(ledgers()).toEqual([]);
      if (name !== undefined) expect(containers()).not.toContain(name);
    });
  },
);

/** What the ledgers of killed runs say of their events, read without the code under test. */
function sentBy(names: readonly string[]): { readonly accepted: number; readonly unknown: readonly string[] } {
  const lines = names.flatMap((name) =>
    readFileSync(join(state, name), 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as { sending?: string[]; sent?: string[]; accepted?: number }),
  );
  const known = new Set(lines.flatMap(({ sent = [] }) => sent));
  return {
    accepted: lines.reduce((sum, { accepted = 0 }) => sum + accepted, 0),
    unknown: lines.flatMap(({ sending = [] }) => sending).filter((id) => !known.has(id)),
  };
}

/** The container that a run has written down before it started it. */
function containerOf(names: readonly string[]): string | undefined {
  const text = names.map((name) => readFileSync(join(state, name), 'utf8')).join('');
  return /"kind":"container","name":"([^"]+)"/.exec(text)?.[1];
}

/** The containers that runs of this machine have started. */
function containers(): readonly string[] {
  const listed = execFileSync('docker', ['ps', '--all', '--filter', 'label=ecreplay', '--format', '{{.Names}}'], {
    encoding: 'utf8',
  });
  return listed.split('\n').filter((name) => name !== '');
}
