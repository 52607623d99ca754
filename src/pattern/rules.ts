import { compilePattern } from './pattern.ts';

/** Many patterns at once, by name. */
export interface RuleSet {
  /** The names of the rules that the event, parsed, satisfies, in the order they were given. */
  match(event: unknown): string[];
  /** The same from the event's text. */
  matchText(json: string): string[];
}

/** Compiles the patterns of many rules. Throws the Problem of the first that AWS refuses, naming the rule. */
export function compileRules(rules: Readonly<Record<string, string>>): RuleSet {
  const compiled = Object.entries(rules).map(([name, text]) => ({
    name,
    pattern: compilePattern(text),
  }));
  const match = (event: unknown): string[] => compiled.filter(({ pattern }) => pattern.matches(event)).map(({ name }) => name);
  return { match, matchText: (json) => match(JSON.parse(json)) };
}
