import type { LoadResult } from './result.ts';

/** What a run comes to: `void` says nothing of the consumer, whatever its figures are. */
export type LoadVerdict = 'kept' | 'broken' | 'void' | 'interrupted';

/** The verdict of a result. A threshold that nothing was seen for is not kept, and not broken either. */
export function verdictOf({ judgements, void: reasons }: Pick<LoadResult, 'judgements' | 'void'>): LoadVerdict {
  if (reasons.some(({ code }) => code === 'interrupted')) return 'interrupted';
  if (reasons.length > 0 || judgements.some(({ kind }) => kind === 'unknown')) return 'void';
  return judgements.some(({ kind }) => kind === 'broken') ? 'broken' : 'kept';
}

/** The exit code of each. */
export const EXIT_OF = { kept: 0, broken: 4, void: 3, interrupted: 130 } as const;
