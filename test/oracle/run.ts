import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { cases } from './cases.ts';
import type { Case } from './cases.ts';
import { checkExamples } from './check-examples.ts';
import { compare } from './compare.ts';
import { compareRuleSets } from './compare-rule-sets.ts';
import { startHarness } from './harness.ts';
import { checkServiceAnswers } from './service.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string' },
    show: { type: 'string', default: '10' },
  },
});
const seed = values.seed === undefined ? Date.now() & 0x7fffffff : Number(values.seed);
const harness = startHarness();
if (typeof harness === 'string') {
  console.log(`skipped: ${harness}`);
} else {
  const counts = new Map<string, number>();
  const known = new Map<string, number>();
  const wrong: string[] = [...(await checkExamples(harness)), ...(await checkServiceAnswers(harness))];
  for (let done = 0, round = 0; done < Number(values.cases); round += 1) {
    const batch: Case[] = fc.sample(cases, {
      numRuns: Math.min(1000, Number(values.cases) - done),
      seed: Math.imul(seed, 1_000_003) + round,
    });
    const answers = await harness.ask(batch);
    const valid: Case[] = [];
    for (const [index, question] of batch.entries()) {
      const outcome = compare(question, answers[index] ?? {});
      counts.set(outcome.kind, (counts.get(outcome.kind) ?? 0) + 1);
      if (outcome.difference !== undefined) {
        known.set(outcome.difference.what, (known.get(outcome.difference.what) ?? 0) + 1);
      }
      if (outcome.kind === 'match' || outcome.kind === 'no match') valid.push(question);
      if (outcome.disagreement !== undefined) wrong.push(outcome.disagreement);
    }
    const together = await compareRuleSets(harness, valid);
    counts.set('rule set', (counts.get('rule set') ?? 0) + together.asked);
    counts.set('rule set, their sharing', (counts.get('rule set, their sharing') ?? 0) + together.theirSharing);
    wrong.push(...together.disagreements);
    done += batch.length;
  }
  harness.close();
  for (const text of wrong.slice(0, Number(values.show))) console.log(text);
  console.log(
    `${values.cases} cases, seed ${seed}: ${[...counts]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
  );
  for (const [what, count] of known) console.log(`  known: ${what}: ${count}`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
