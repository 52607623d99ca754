import { MissingPackage } from '../../remote/sdk.ts';
import { isMissing, isRefusedAccess, remoteProblem } from '../../remote/failure.ts';
import type { Note } from '../../../rule/read/reading.ts';
import { Unresolved } from '../../../rule/read/value.ts';

/** What AWS said of something, that there is no such thing, or that nobody here may know. */
export type Answer<Said> =
  | { readonly kind: 'said'; readonly said: Said }
  | { readonly kind: 'not there' }
  | { readonly kind: 'not told'; readonly why: Unresolved };

/** Asks for what is good to know and not needed: what may not be read is noted, once, and left open. */
export interface Asking {
  readonly ask: <Said>(what: string, about: string, call: () => Promise<Said>) => Promise<Answer<Said>>;
  readonly notes: readonly Note[];
}

/** Opens a round of questions to an account. */
export function openAsking(endpoint: string | undefined): Asking {
  const notes: Note[] = [];
  const refused = new Set<string>();

  function notTold(what: string, about: string, how: string): Answer<never> {
    const why = `${what} cannot be read, ${how}`;
    if (!refused.has(what)) {
      refused.add(what);
      notes.push({
        severity: 'note',
        code: 'NOT_READ',
        message: `${why.charAt(0).toUpperCase()}${why.slice(1)}: what it says is not known`,
        place: { file: about, line: 1, column: 1 },
      });
    }
    return { kind: 'not told', why: new Unresolved(why, undefined) };
  }

  return {
    notes,
    ask: async (what, about, call) => {
      try {
        return { kind: 'said', said: await call() };
      } catch (error) {
        if (error instanceof MissingPackage) return notTold(what, about, `"${error.package}" is not installed`);
        if (isRefusedAccess(error)) return notTold(what, about, 'the credentials do not allow it');
        if (isMissing(error)) return { kind: 'not there' };
        throw remoteProblem(`read ${what} of "${about}"`, error, endpoint);
      }
    },
  };
}
