import { compileBranches } from './compile-branches.ts';
import { Matcher } from './match/matcher.ts';
import { refusalsAsProblems } from './refusal.ts';

/** Many patterns at once, by name. */
export interface RuleSet {
  /** The names of the rules that the event, parsed, satisfies, in the order they were given. */
  match(event: unknown): string[];
  /** The same from the event's JSON text. */
  matchText(json: string): string[];
}

/** Compiles the patterns of many rules into one matcher. Throws the Problem of the first that AWS refuses, naming the rule. */
export function compileRules(rules: Readonly<Record<string, string>>): RuleSet {
  const names = Object.keys(rules);
  const branches = Object.entries(rules).map(([name, text]) =>
    refusalsAsProblems(() => compileBranches(text), `Cannot compile rule "${name}": `),
  );
  const matcher = new Matcher(branches);
  const named = (numbers: readonly number[]): string[] => numbers.map((number) => names[number]!);
  return { match: (event) => named(matcher.match(event)), matchText: (json) => named(matcher.matchText(json)) };
}
