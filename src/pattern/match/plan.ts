import type { Branch } from '../branches.ts';
import type { Operator } from '../operator/operator.ts';
import { tellsHalves } from '../operator/utf8.ts';
import { compileLeaf } from './leaf-test.ts';
import type { LeafTest } from './leaf-test.ts';
import { buildPathTree } from './path-tree.ts';
import type { PathNode } from './path-tree.ts';

/** What some branches want at one path; branches that want the same share it. */
export interface Clause {
  readonly id: number;
  readonly path: string;
  readonly field: number;
  readonly operators: readonly Operator[];
  readonly test: LeafTest;
  /** Whether it is content with no value at all. */
  readonly takesAbsence: boolean;
}

/** A conjunction of clauses, in the order of their paths, and the rules it speaks for. */
export interface Conjunction {
  readonly id: number;
  readonly clauses: readonly Clause[];
  readonly rules: readonly number[];
}

/** The branches of many rules, with everything that they share said once. */
export interface Plan {
  readonly root: PathNode;
  readonly fields: number;
  readonly clauses: readonly Clause[];
  readonly conjunctions: readonly Conjunction[];
  /** Whether half a character in an event could make a difference. */
  readonly tellsHalves: boolean;
}

/** Lays out the branches of rules; a rule's number is its place in the list. */
export function planOf(rules: readonly (readonly Branch[])[]): Plan {
  const paths = [...new Set(rules.flatMap((branches) => branches.flatMap((branch) => [...branch.keys()])))].toSorted();
  const fields = new Map(paths.map((path, field) => [path, field]));
  const clauses = new Map<string, Clause>();
  const conjunctions = new Map<string, Conjunction & { readonly rules: number[] }>();
  for (const [rule, branches] of rules.entries()) {
    for (const branch of branches) {
      const wanted = [...branch]
        .map(([path, operators]) => clauseOf(clauses, path, fields.get(path) ?? -1, operators))
        .toSorted((a, b) => a.field - b.field);
      const key = wanted.map(({ id }) => id).join(' ');
      const known = conjunctions.get(key);
      if (known === undefined) conjunctions.set(key, { id: conjunctions.size, clauses: wanted, rules: [rule] });
      else if (known.rules.at(-1) !== rule) known.rules.push(rule);
    }
  }
  return {
    root: buildPathTree(paths),
    fields: paths.length,
    clauses: [...clauses.values()],
    conjunctions: [...conjunctions.values()],
    tellsHalves: clauses.values().some(({ operators }) => operators.some(({ json }) => tellsHalves(json))),
  };
}

function clauseOf(clauses: Map<string, Clause>, path: string, field: number, operators: readonly Operator[]): Clause {
  const key = JSON.stringify([path, operators.map(spell)]);
  const known = clauses.get(key);
  if (known !== undefined) return known;
  const takesAbsence = operators.some(({ kind }) => kind === 'absent');
  const clause = { id: clauses.size, path, field, operators, test: compileLeaf(operators), takesAbsence };
  clauses.set(key, clause);
  return clause;
}

/** Tells operators apart. Numbers that no double holds differ in nothing but their text. */
function spell(operator: Operator): unknown {
  return operator.kind === 'number' && typeof operator.value === 'object'
    ? ['raw', operator.value.text]
    : operator.json;
}
