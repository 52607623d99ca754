import { describe, expect, test } from 'vitest';
import { CONTRACTS } from '../../../src/contract/contracts.ts';
import { judgeContracts } from '../../../src/contract/judge-contracts.ts';
import { loadSetup } from '../../../src/rehearse/config.ts';

const SCENARIOS = new URL('../../../scenarios/', import.meta.url).pathname;

async function brokenBy(config: string, consumer: string, handler?: string): Promise<readonly string[]> {
  const setup = await loadSetup(`${SCENARIOS}${config}`);
  const spec = setup.consumers[consumer]!;
  const consumers = { ...setup.consumers, [consumer]: handler === undefined ? spec : { ...spec, handler } };
  const { verdicts, isReached } = await judgeContracts({
    setup: { ...setup, consumers },
    consumer,
    contracts: CONTRACTS,
  });
  expect(isReached).toBe(true);
  return verdicts.filter(({ breach }) => breach !== undefined).map(({ contract }) => contract.name);
}

test('a consumer whose repeated call sets the same again raises no alarm', async () => {
  expect(await brokenBy('ecreplay.config.ts', 'deployer')).toEqual([]);
});

test('a consumer that only looks on raises no alarm', async () => {
  expect(await brokenBy('ecreplay.config.ts', 'repository-auditor')).toEqual([]);
});

describe('a consumer that is idempotent in the usual way, by a table', () => {
  const CONFIG = 'exactly-once/ecreplay.config.ts';

  test('keeps every contract', async () => {
    expect(await brokenBy(CONFIG, 'announcer')).toEqual([]);
  });

  test('does not when its guard is gone', async () => {
    expect(await brokenBy(CONFIG, 'announcer', './consumers/announcer.ts#unguarded')).toEqual(['idempotent']);
  });
});

test('readers of log files and of log lines raise no alarm', async () => {
  expect(await brokenBy('trail/ecreplay.config.ts', 'denial-counter')).toEqual([]);
  expect(await brokenBy('trail/ecreplay.config.ts', 'policy-auditor')).toEqual([]);
});
