import { compileBranches } from './compile-branches.ts';
import { kept } from './kept.ts';
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
  return compiled(JSON.stringify(rules));
}

const compiled = kept((text): RuleSet => {
  const rules = JSON.parse(text) as Readonly<Record<string, string>>;
  const names = Object.keys(rules);
  const branches = Object.entries(rules).map(([name, text]) =>
    refusalsAsProblems(() => compileBranches(text), `Cannot compile rule "${name}": `),
  );
  const matcher = new Matcher(branches);
  return {
    match: (event) => namesOf(matcher.match(event), names),
    matchText: (json) => namesOf(matcher.matchText(json), names),
  };
});

/** Most events match nothing: that has to be quick. */
function namesOf(numbers: readonly number[], names: readonly string[]): string[] {
  return numbers.length === 0 ? [] : numbers.map((number) => names[number]!);
}
