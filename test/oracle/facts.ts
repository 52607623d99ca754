import { parseBranches } from '../../src/pattern/branches.ts';
import type { Branch } from '../../src/pattern/branches.ts';
import { planOf } from '../../src/pattern/match/plan.ts';
import { Scanner } from '../../src/pattern/match/scan.ts';
import { Sightings } from '../../src/pattern/match/sightings.ts';
import type { Operator } from '../../src/pattern/operator/operator.ts';
import { RawNumber } from '../../src/pattern/scalar.ts';
import type { Scalar } from '../../src/pattern/scalar.ts';
import type { Case } from './cases.ts';

/** What all ways through a pattern together want at a path, and what the event has there. */
interface Clause {
  readonly operators: readonly Operator[];
  readonly values: readonly Scalar[];
  /** Whether values lie in a list's elements. */
  readonly inLists: boolean;
  /** Whether the values lie in several lists beside each other, or in one and beside it. */
  readonly scattered: boolean;
}

/** A case, taken apart. Only of patterns that are no syntax errors. */
export class Facts {
  readonly question: Case;
  readonly branches: readonly Branch[];
  readonly clauses: readonly Clause[];

  constructor(question: Case) {
    this.question = question;
    this.branches = branchesOf(question.pattern);
    const plan = planOf([this.branches]);
    const sightings = new Sightings(plan.fields);
    new Scanner(plan.root, sightings).scan(question.event);
    const fields = new Map(plan.clauses.map(({ path, field }) => [path, field]));
    this.clauses = [...fields].map(([path, field]) => ({
      operators: this.branches.flatMap((branch) => branch.get(path) ?? []),
      values: (sightings.values[field] ?? []).slice(0, sightings.counts[field]),
      inLists: sightings.nested[field] === 1,
      scattered: scattered(sightings, field),
    }));
  }

  get operators(): readonly Operator[] {
    return this.branches.flatMap((branch) => [...branch.values()].flat());
  }

  /** Whether the event spells a number otherwise than we would. */
  spellsOddly(value: Scalar): boolean {
    if (typeof value !== 'number') return false;
    const spelled = this.question.event.match(/(?<=[:[,])-?\d[\d.eE+-]*/g) ?? [];
    return spelled.some((text) => Number(text) === value && text !== String(value));
  }
}

function branchesOf(pattern: string): readonly Branch[] {
  try {
    return parseBranches(pattern);
  } catch {
    return [];
  }
}

function scattered(sightings: Sightings, field: number): boolean {
  if (sightings.nested[field] === 0) return false;
  const inner = new Map<number, number>();
  for (let at = 0; at < sightings.counts[field]!; at += 1) {
    let below = 0;
    for (let element = sightings.elements[field]![at]!; ; element = sightings.outer[element]!) {
      const known = inner.get(element);
      if (known !== undefined && known !== below) return true;
      inner.set(element, below);
      if (element === 0) break;
      below = sightings.list[element]!;
    }
  }
  return false;
}

/** Whether two alternatives are one to AWS, however they are spelled. */
export function saysTheSame(a: Operator, b: Operator): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf(operator: Operator): string {
  switch (operator.kind) {
    case 'string':
    case 'word':
      return JSON.stringify(['value', operator.value]);
    case 'number':
      return `number ${operator.value instanceof RawNumber ? operator.value.text : operator.value}`;
    case 'address':
      return `address ${operator.range.bottom.join(' ')} ${operator.range.top.join(' ')}`;
    default:
      return JSON.stringify(operator.json);
  }
}
