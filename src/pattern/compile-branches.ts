import { parseBranches } from './branches.ts';
import type { Branch } from './branches.ts';
import { complexityOf, MOST_COMPLEX } from './complexity.ts';
import { Refusal } from './refusal.ts';

/** Reads a pattern and refuses it where EventBridge does, for its words or for its complexity. Throws a Refusal. */
export function compileBranches(text: string): readonly Branch[] {
  const branches = parseBranches(text);
  if (complexityOf(branches, MOST_COMPLEX + 1) > MOST_COMPLEX) {
    throw new Refusal(
      'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    );
  }
  return branches;
}
