import { compileRules } from '../../src/pattern/index.ts';
import type { Case } from './cases.ts';
import { knownDifference } from './differences.ts';
import type { Harness } from './harness.ts';

const RULES = 25;
const EVENTS = 5;

/** Puts valid patterns to both matchers in sets of many rules: sharing must not change a verdict. */
export async function compareRuleSets(
  harness: Harness,
  valid: readonly Case[],
): Promise<{ asked: number; disagreements: string[] }> {
  const questions = [];
  for (let from = 0; from + RULES <= valid.length; from += RULES) {
    const chunk = valid.slice(from, from + RULES);
    const rules = Object.fromEntries(chunk.map(({ pattern }, index) => [`rule ${index}`, pattern]));
    for (const { event } of chunk.slice(0, EVENTS)) questions.push({ rules, event });
  }
  const answers = await harness.ask(questions);
  const disagreements = questions.flatMap(({ rules, event }, index) => {
    const theirs = new Set(answers[index]?.names);
    const ours = new Set(compileRules(rules).matchText(event));
    return [...theirs.symmetricDifference(ours)].flatMap((name) => {
      const pattern = rules[name] ?? '';
      if (knownDifference({ pattern, event, together: true }, ours.has(name), theirs.has(name)) !== undefined)
        return [];
      return [
        `in a set of rules: pattern ${JSON.stringify(pattern)}\nevent   ${event}\nours    ${ours.has(name)}\ntheirs  ${theirs.has(name)}\n`,
      ];
    });
  });
  return { asked: questions.length, disagreements };
}
