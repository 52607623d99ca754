import { compilePattern, compileRules } from '../../src/pattern/index.ts';
import type { Case } from './cases.ts';
import { compare } from './compare.ts';
import type { Harness } from './harness.ts';

const RULES = 25;
const EVENTS = 5;

/** What came of putting sets of rules to both matchers. */
export interface RuleSetOutcome {
  readonly asked: number;
  /** Verdicts that their matcher changes when the rule is not alone in it: mistakes of its sharing, found nowhere else. */
  readonly theirSharing: number;
  readonly disagreements: readonly string[];
}

/** Puts valid patterns to both matchers in sets of many rules: sharing must not change a verdict. */
export async function compareRuleSets(harness: Harness, valid: readonly Case[]): Promise<RuleSetOutcome> {
  const questions: { rules: Record<string, string>; event: string }[] = [];
  for (let from = 0; from + RULES <= valid.length; from += RULES) {
    const chunk = valid.slice(from, from + RULES);
    const rules = Object.fromEntries(chunk.map(({ pattern }, index) => [`rule ${index}`, pattern]));
    for (const { event } of chunk.slice(0, EVENTS)) questions.push({ rules, event });
  }
  const answers = await harness.ask(questions);
  const disagreements: string[] = [];
  const doubtful: Case[] = [];
  for (const [index, { rules, event }] of questions.entries()) {
    const ours = new Set(compileRules(rules).matchText(event));
    for (const [name, pattern] of Object.entries(rules)) {
      // An empty key counts once some rule names one, so there a verdict may depend on the company.
      if (!/""\s*:/.test(pattern) && compilePattern(pattern).matchesText(event) !== ours.has(name)) {
        disagreements.push(
          `ours among other rules is not ours alone: pattern ${JSON.stringify(pattern)}\nevent   ${event}\n`,
        );
      }
      if (ours.has(name) !== (answers[index]?.names?.includes(name) ?? false)) doubtful.push({ pattern, event });
    }
  }
  const alone = await harness.ask(doubtful);
  const outcomes = doubtful.map((question, index) => compare(question, alone[index] ?? {}));
  disagreements.push(...outcomes.flatMap(({ disagreement }) => disagreement ?? []));
  const theirSharing = outcomes.filter(({ kind }) => kind === 'match' || kind === 'no match').length;
  return { asked: questions.length, theirSharing, disagreements };
}
