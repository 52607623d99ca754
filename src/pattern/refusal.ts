import { Problem } from '../problem.ts';

/** Why a pattern is refused, in AWS's words; becomes a Problem at the room's door. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Runs a compilation and turns a refusal into the Problem that users see. */
export function refusalsAsProblems<T>(compile: () => T, subject = ''): T {
  try {
    return compile();
  } catch (error) {
    if (error instanceof Refusal) {
      throw new Problem('PATTERN_INVALID', `${subject}Event pattern is not valid. Reason: ${error.message}`, {
        cause: error,
      });
    }
    throw error;
  }
}
