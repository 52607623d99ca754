import type { Operator } from '../operator/operator.ts';
import { accepts } from '../operator/accepts.ts';
import type { Scalar } from '../scalar.ts';
import type { Sightings } from './sightings.ts';

/** What a branch wants at one path. */
export interface Clause {
  readonly path: string;
  readonly field: number;
  readonly operators: readonly Operator[];
}

/** Whether one choice of values, all from matching elements of the event's lists, satisfies every clause. Clauses stand in the order of their paths. */
export function satisfies(clauses: readonly Clause[], sightings: Sightings): boolean {
  return choose(clauses, 0, new Map(), sightings);
}

function choose(clauses: readonly Clause[], index: number, chosen: ReadonlyMap<number, number>, sightings: Sightings): boolean {
  const clause = clauses[index];
  if (clause === undefined) return true;
  const values = sightings.values[clause.field] ?? [];
  const elements = sightings.elements[clause.field] ?? [];
  let seen = false;
  for (const [at, value] of values.entries()) {
    const next = enter(elements[at] ?? 0, chosen, sightings);
    if (next === undefined) continue;
    seen = true;
    if (acceptsAny(clause.operators, value) && choose(clauses, index + 1, next, sightings)) return true;
  }
  return !seen && clause.operators.some(({ kind }) => kind === 'absent') && choose(clauses, index + 1, chosen, sightings);
}

/** Whether one of the alternatives accepts the value. */
export function acceptsAny(operators: readonly Operator[], value: Scalar): boolean {
  return operators.some((operator) => accepts(operator, value));
}

/** The elements chosen once `element` is chosen too; nothing when its list has been entered elsewhere. */
function enter(element: number, chosen: ReadonlyMap<number, number>, sightings: Sightings): ReadonlyMap<number, number> | undefined {
  let result = chosen;
  for (let inner = element; inner !== 0; inner = sightings.outer[inner] ?? 0) {
    const list = sightings.list[inner] ?? 0;
    const other = chosen.get(list);
    if (other !== undefined && other !== inner) return undefined;
    if (other === undefined) result = new Map([...result, [list, inner]]);
  }
  return result;
}
