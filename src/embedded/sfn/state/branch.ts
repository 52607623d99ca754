import type { Fate, Strand, Visit } from '../strand.ts';
import type { Scope } from '../time/scope.ts';

/** A strand of states inside a state, which sees that state's variables and has its own. Its language is the machine's. */
export function branchOf(
  { strand }: Visit,
  own: { readonly scope: Scope; readonly fate: Fate; readonly last: number; readonly item: Strand['item'] },
): Strand {
  const { run, language, variables } = strand;
  return { run, language, variables: { own: new Map(), outer: variables }, ...own };
}
