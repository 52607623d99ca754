import type { LoadResult } from './result.ts';

/** What a run comes to: `void` says nothing of the consumer, whatever its figures are. */
export type LoadVerdict = 'kept' | 'broken' | 'void' | 'interrupted';

/**
 * The verdict of a result. A threshold that nothing was seen for is not kept, and not broken either; what a stop rule has ended before its
 * time was too much for the consumer, whatever the thresholds say of the part that was run.
 */
export function verdictOf({
  judgements,
  void: reasons,
  stopped,
}: Pick<LoadResult, 'judgements' | 'void' | 'stopped'>): LoadVerdict {
  if (reasons.some(({ code }) => code === 'interrupted')) return 'interrupted';
  if (reasons.length > 0 || judgements.some(({ kind }) => kind === 'unknown')) return 'void';
  return stopped !== undefined || judgements.some(({ kind }) => kind === 'broken') ? 'broken' : 'kept';
}

/** The exit code of each. */
export const EXIT_OF = { kept: 0, broken: 4, void: 3, interrupted: 130 } as const;
