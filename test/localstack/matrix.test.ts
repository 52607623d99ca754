import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { beforeAll, afterAll, describe, expect, test, vi } from 'vitest';
import type { BusSpec } from '../../src/bus/bus-spec.ts';
import { findConfig, loadSetup } from '../../src/rehearse/config.ts';
import { type Rehearsal, rehearse } from '../../src/rehearse/rehearse.ts';
import type { Setup } from '../../src/rehearse/setup.ts';
import { readScenarioFile } from '../../src/scenario/read-file.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { makeNamed } from '../../src/bus/resource/make-named.ts';
import { makeResources } from '../../src/bus/resource/make-resources.ts';
import { openServer, type Server, type Serving } from '../../src/serve/open-server.ts';

/** Every shipped scenario on every bus: the verdicts are compared with `matrix.md`, and may differ only where the bus says why. */

const endpoint = process.env['ECREPLAY_LOCALSTACK'] ?? '';
const SCENARIOS = join(import.meta.dirname, '../../scenarios');
const names = readdirSync(SCENARIOS, { recursive: true, encoding: 'utf8' })
  .filter((name) => /(?<!\.load)\.yaml$/.test(name) && !name.startsWith('invalid'))
  .toSorted();
const BUSES = ['embedded', 'localstack', 'aws by invoke', 'aws by clone'] as const;

vi.setConfig({ testTimeout: 60_000 });

/** The embedded AWS in the role of a real account, one for each region that a scenario is about. */
const servers = new Map<string, Promise<Server>>();
let state = '';

beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'ecreplay-matrix-'));
  vi.stubEnv('ECREPLAY_STATE', state);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
});

afterAll(async () => {
  for (const server of servers.values()) await (await server)[Symbol.asyncDispose]();
  rmSync(state, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

function serve({ account, region }: Scenario, setup: Setup): Promise<Server> {
  const key = `${region} ${setup.root}`;
  const serving =
    servers.get(key) ??
    furnished(setup, {
      setup: { rules: [], consumers: {}, root: setup.root },
      port: 0,
      host: '127.0.0.1',
      allowed: [],
      clock: 'real',
      account,
      region,
      seed: 1,
      tell: (line) => {
        throw new Error(line);
      },
    });
  servers.set(key, serving);
  return serving;
}

/** An account that has what the rules send to, as its owner has made it; what that feeds is the owner's too. */
async function furnished({ rules, resources = {} }: Setup, serving: Serving): Promise<Server> {
  const server = await openServer(serving);
  const { queues = {}, stateMachines = {} } = resources;
  makeNamed(rules, { queues, stateMachines }, server.estate);
  await makeResources({ resources: { queues, stateMachines } }, server.estate);
  return server;
}

async function specOf(bus: (typeof BUSES)[number], scenario: Scenario, setup: Setup): Promise<BusSpec> {
  if (bus === 'embedded') return { kind: 'embedded' };
  if (bus === 'localstack') return { kind: 'localstack', endpoint, speed: 1_000 };
  const { account, region } = scenario;
  const { url } = await serve(scenario, setup);
  const strategy = bus === 'aws by invoke' ? 'invoke' : 'clone';
  const role = `arn:aws:iam::${account}:role/replays`;
  return { kind: 'aws', strategy, account, region, endpoint: url, role, speed: 1_000 };
}

/** Without what only real time can be told about: at this speed it is refused. */
function untimed(scenario: Scenario): Scenario {
  const expectations = scenario.expect.map((expectation) => {
    if (!('consumer' in expectation)) return expectation;
    const { within: _, ...rest } = expectation;
    return rest;
  });
  return { ...scenario, expect: expectations };
}

interface Row {
  readonly name: string;
  readonly cells: readonly string[];
  /** Why a bus judges otherwise than the embedded one. */
  readonly notes: readonly string[];
}

const rows: Row[] = [];

function cell({ findings }: Rehearsal): string {
  const many = Map.groupBy(findings, ({ kind }) => kind);
  const words = (['kept', 'broken', 'unchecked'] as const).flatMap((kind) => {
    const found = many.get(kind)?.length ?? 0;
    return found === 0 ? [] : [`${found} ${kind === 'unchecked' ? 'not checked' : kind}`];
  });
  return words.join(', ');
}

describe.skipIf(endpoint === '')('the matrix (set ECREPLAY_LOCALSTACK to an endpoint)', () => {
  test.for(names)('%s is judged alike on every bus, or a limit of the bus says why not', async (name) => {
    const scenario = untimed(await readScenarioFile(join(SCENARIOS, name)));
    const config = findConfig(dirname(join(SCENARIOS, name)));
    const setup = config === undefined ? { rules: [], consumers: {}, root: SCENARIOS } : await loadSetup(config);
    const cells: string[] = [];
    const notes: string[] = [];
    let model: Rehearsal | undefined;
    for (const bus of BUSES) {
      const rehearsal = await rehearse(scenario, { ...setup, bus: await specOf(bus, scenario, setup) });
      model ??= rehearsal;
      cells.push(cell(rehearsal));
      expect(rehearsal.findings.map(({ claim }) => claim)).toEqual(model.findings.map(({ claim }) => claim));
      for (const [index, { kind, claim, reason = '' }] of rehearsal.findings.entries()) {
        if (kind === model.findings[index]?.kind) continue;
        expect(kind, `${claim} on ${bus}`).toBe('unchecked');
        const { cannot, arrivals } = rehearsal.run;
        const told = [...Object.values(cannot), ...arrivals.flatMap(({ unheard = {} }) => Object.values(unheard))];
        expect(told.some((row) => reason.includes(row))).toBe(true);
        notes.push(`${claim}: ${reason}`);
      }
    }
    rows.push({ name: relative('.', name), cells, notes: [...new Set(notes)] });
  });

  test('the verdicts are those of matrix.md', async () => {
    const line = (words: readonly string[]): string => `| ${words.join(' | ')} |`;
    const notes = rows.flatMap(({ name, notes: its }) => its.map((note) => `- \`${name}\`: ${note}`));
    const text = [
      '# Which verdicts each bus comes to',
      '',
      'Written by `test/localstack/matrix.test.ts`, which holds it to what happens. Promises of real time (`within`) are left out.',
      '',
      line(['scenario', ...BUSES]),
      line(['scenario', ...BUSES].map(() => '---')),
      ...rows.map(({ name, cells }) => line([`\`${name}\``, ...cells])),
      '',
      ...(notes.length === 0 ? [] : ['Not checked:', '', ...notes, '']),
    ].join('\n');
    await expect(text).toMatchFileSnapshot('matrix.md');
  });

  test('what hangs on the state of a rule is not checked on LocalStack, and the reason is told', async () => {
    const scenario = readScenario(
      `version: 1
description: A disabled rule calls nobody.
given: [{ repository: { name: web } }]
steps: [{ push: { image: "web:1.0" } }]
expect: [{ consumer: deployer, invoked: 0 }]
`,
      'disabled.yaml',
    );
    const config = await loadSetup(join(SCENARIOS, 'ecreplay.config.ts'));
    const rules = config.rules.map((rule) => ({ ...rule, state: 'DISABLED' as const }));
    const on = async (bus: BusSpec) => (await rehearse(scenario, { ...config, rules, bus })).findings;
    expect(await on({ kind: 'embedded' })).toMatchObject([{ kind: 'kept' }]);
    expect(await on({ kind: 'localstack', endpoint, speed: 1_000 })).toMatchObject([
      { kind: 'unchecked', reason: expect.stringContaining('whatever its state is') as string },
    ]);
  });
});
