import type { Strand, Visit } from '../strand.ts';
import type { Scope } from '../time/scope.ts';

/** A strand of states inside a state, which sees that state's variables and has its own. Its language is the machine's. */
export function branchOf({ strand }: Visit, scope: Scope, last: number, item: Strand['item']): Strand {
  const { run, language, variables } = strand;
  return { run, scope, language, variables: { own: new Map(), outer: variables }, item, last };
}
