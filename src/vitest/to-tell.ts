import type { Setup } from '../rehearse/setup.ts';
import { describeNote } from '../rule/read/describe-note.ts';

/** What a run says of the rules that were read for it: what will not work, and what nobody knows. The rest is for `ecreplay rules`. */
export function toTell(notes: NonNullable<Setup['read']>['notes'], folder: string): readonly string[] {
  return notes
    .filter(({ severity, code }) => severity !== 'note' || code === 'UNRESOLVED')
    .map((note) => describeNote(note, folder));
}
