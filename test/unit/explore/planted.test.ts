import { beforeAll, expect, test } from 'vitest';
import { alone } from '../../../src/contract/alone.ts';
import { CONTRACTS } from '../../../src/contract/contracts.ts';
import { judgeDrawn } from '../../../src/contract/judge-drawn.ts';
import { openPlayer } from '../../../src/explore/player.ts';
import { type Outcome, type Question, search } from '../../../src/explore/search.ts';
import { loadSetup } from '../../../src/rehearse/config.ts';
import type { Setup } from '../../../src/rehearse/setup.ts';
import { PLANTED } from '../../fixtures/consumers/classes.ts';

const CONFIG = new URL('../../fixtures/consumers/ecreplay.config.ts', import.meta.url).pathname;
/** Dozens of plays, on a machine that may do other things. */
const PATIENCE = 60_000;
let setup: Setup;

beforeAll(async () => {
  setup = await loadSetup(CONFIG);
});

async function explored(consumer: string, runs: number, other: Partial<Question> = {}): Promise<Outcome> {
  const player = await openPlayer(alone(setup, consumer).setup);
  try {
    const question = judgeDrawn(player, { setup, consumer, contracts: CONTRACTS });
    return await search(player, { ...question, ...other }, { runs });
  } finally {
    await player[Symbol.asyncDispose]();
  }
}

/** One of each: what a rule shows, one event, several events of one step, records, and what shows only when it is disturbed. */
const SOME = ['pattern-values', 'tag-absent', 'one-deploy', 'null-elements', 'delivered-twice'];

test.each(PLANTED.filter(({ name }) => SOME.includes(name)))(
  'a search finds $name by its contract, in about as few steps as any',
  { timeout: PATIENCE },
  async ({ name, contract, steps }) => {
    const outcome = await explored(name, 80);
    if (outcome.kind !== 'found') throw new Error(`Nothing was found in ${outcome.tried}`);
    expect(outcome.breach.contract).toBe(contract);
    expect(outcome.played.scenario.steps.length).toBeLessThanOrEqual(steps + 3);
  },
);

test(
  'a search that draws all it tries finds what takes a push for several platforms',
  { timeout: PATIENCE },
  async () => {
    const { kind, ...outcome } = await explored('one-deploy', 80, { first: [] });
    expect(kind).toBe('found');
    expect(outcome).toMatchObject({ breach: { contract: 'one-action-per-push' } });
  },
);

test('a search finds nothing where the mistake is mended', { timeout: PATIENCE }, async () => {
  expect((await explored('one-deploy-repaired', 90)).kind).toBe('nothing');
});
