import { withAnswers } from '../rehearse/answers.ts';
import type { Setup } from '../rehearse/setup.ts';
import type { ConsumerExpectation } from '../scenario/expectation.ts';
import { placeOf, type Scenario } from '../scenario/scenario.ts';
import { broken, type Finding, kept } from '../verdict/finding.ts';
import { CONTRACTS } from './contracts.ts';
import { judgeContracts, type Verdict } from './judge-contracts.ts';
import { evidenceOf } from './tell.ts';

/** Judges the contracts that a scenario holds its consumers to, over the scenario's own events; one finding each. */
export async function judgePromised(scenario: Scenario, setup: Setup): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [index, expectation] of scenario.expect.entries()) {
    if (!('consumer' in expectation) || expectation.contract === undefined) continue;
    findings.push(...(await judgeOne(scenario, setup, expectation, `/expect/${index}/contract`)));
  }
  return findings;
}

async function judgeOne(
  scenario: Scenario,
  setup: Setup,
  { consumer, contract: wanted }: ConsumerExpectation,
  pointer: string,
): Promise<readonly Finding[]> {
  const names: readonly unknown[] = [wanted].flat();
  const contracts = CONTRACTS.filter(({ name }) => names.includes(name));
  const seed = setup.seed ?? scenario.seed;
  const { verdicts, isReached } = await judgeContracts({
    setup: { ...setup, consumers: withAnswers(setup.consumers, scenario) },
    consumer,
    contracts,
    scenario: { ...scenario, seed },
    seed,
  });
  return verdicts.map((verdict): Finding => {
    const { name } = verdict.contract;
    const place = placeOf(scenario, Array.isArray(wanted) ? `${pointer}/${names.indexOf(name)}` : pointer);
    const claim = {
      promise: 'consumer',
      topic: 'contract',
      claim: `${consumer} keeps the contract "${name}"`,
      place,
    } as const;
    if (verdict.breach !== undefined) return brokenBy(verdict, verdict.breach, claim);
    if (isReached) return kept(claim);
    return broken(claim, {
      outcome: 'it was never invoked',
      expected: `contract: ${name}`,
      nearest: 'no invocation, and so nothing to judge',
      difference: 'no event of this scenario reaches it',
    });
  });
}

function brokenBy(
  { contract }: Verdict,
  breach: NonNullable<Verdict['breach']>,
  claim: Parameters<typeof broken>[0],
): Finding {
  return broken(claim, {
    outcome: 'it does not',
    expected: `contract: ${contract.name}\n${contract.means}`,
    nearest: [
      breach.sentence,
      ...(breach.event === undefined ? [] : [JSON.stringify(breach.event).slice(0, 500)]),
    ].join('\n'),
    difference: [...evidenceOf(withoutSituation(breach)), contract.mend].join('\n'),
  });
}

/** What happened stands in the scenario itself. */
function withoutSituation({ evidence, frame }: NonNullable<Verdict['breach']>) {
  return { evidence, ...(frame !== undefined && { frame }) };
}
