import { beforeAll, describe, expect, test } from 'vitest';
import { CONTRACTS } from '../../../src/contract/contracts.ts';
import { judgeContracts } from '../../../src/contract/judge-contracts.ts';
import { loadSetup } from '../../../src/rehearse/config.ts';
import type { Setup } from '../../../src/rehearse/setup.ts';
import { CONTRACT_NAMES } from '../../../src/scenario/contract-names.ts';
import { PLANTED } from '../../fixtures/consumers/classes.ts';

const CONFIG = new URL('../../fixtures/consumers/ecreplay.config.ts', import.meta.url).pathname;
let setup: Setup;

beforeAll(async () => {
  setup = await loadSetup(CONFIG);
});

async function brokenBy(consumer: string): Promise<readonly string[]> {
  const { verdicts } = await judgeContracts({ setup, consumer, contracts: CONTRACTS });
  return verdicts.filter(({ breach }) => breach !== undefined).map(({ contract }) => contract.name);
}

test('each of the 18 classes of mistakes is planted once', () => {
  const numbers = PLANTED.flatMap(({ number = 0 }) => (number === 0 ? [] : [number]));
  expect(numbers).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
});

test('scenarios can name every contract, in the order in which they are tried', () => {
  expect(CONTRACTS.map(({ name }) => name)).toEqual(CONTRACT_NAMES);
});

test('every contract has a mistake planted that breaks it', () => {
  expect(PLANTED.map(({ contract }) => contract).toSorted()).toEqual(CONTRACTS.map(({ name }) => name).toSorted());
});

/** Hundreds of plays, on a machine that may do other things. */
const PATIENCE = 60_000;

describe.each(PLANTED)('$name', ({ name, contract }) => {
  test(`breaks ${contract} and no other`, { timeout: PATIENCE }, async () => {
    expect(await brokenBy(name)).toEqual([contract]);
  });

  test('once it is repaired it keeps all contracts', { timeout: PATIENCE }, async () => {
    expect(await brokenBy(`${name}-repaired`)).toEqual([]);
  });
});
