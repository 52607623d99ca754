import type { Item, SavedRule, SavedRun, Why } from '../../../saved/saved-run.ts';

/** What a rule made of an event. */
export interface Judged {
  readonly rule: SavedRule;
  readonly matched: boolean;
  /** Why not, as far as that was worked out. */
  readonly why?: Why;
  /** The paths of the event that its pattern looks at. */
  readonly paths: readonly string[];
}

/** What each rule made of an arrival: those that matched first, then those that came nearest. */
export function judge({ rules, why }: Pick<SavedRun, 'rules' | 'why'>, item: Item): readonly Judged[] {
  const reasons = new Map((item.passedBy ?? []).map((place) => [why[place]?.rule, why[place]] as const));
  const judged = rules.map((rule): Judged => {
    const reason = reasons.get(rule.name);
    return {
      rule,
      matched: item.matched?.includes(rule.name) === true,
      ...(reason !== undefined && { why: reason }),
      paths: pathsOf(rule.pattern),
    };
  });
  return judged.toSorted((a, b) => Number(b.matched) - Number(a.matched) || distance(a) - distance(b));
}

function distance({ why }: Judged): number {
  return why?.mismatches.length ?? 0;
}

/** The members that a pattern names, dotted. */
export function pathsOf(pattern: string): readonly string[] {
  try {
    return [...new Set(walk(JSON.parse(pattern), ''))];
  } catch {
    // A file may say anything; then nothing is marked.
    return [];
  }
}

function walk(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$or' && Array.isArray(inner)
      ? inner.flatMap((one) => walk(one, path))
      : walk(inner, path === '' ? key : `${path}.${key}`),
  );
}
