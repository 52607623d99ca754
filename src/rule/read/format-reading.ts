import { type Place, Problem } from '../../problem.ts';
import type { Note } from './reading.ts';
import type { Resource } from './resource.ts';

/** What any format is read into. */
export interface FormatReading {
  readonly resources: readonly Resource[];
  readonly notes: readonly Note[];
  readonly files: readonly string[];
}

/** Several readings as one, as a project has them that is described in several formats. */
export function together(readings: readonly FormatReading[]): FormatReading {
  return {
    resources: readings.flatMap(({ resources }) => resources),
    notes: readings.flatMap(({ notes }) => notes),
    files: [...new Set(readings.flatMap(({ files }) => files))],
  };
}

/** What is read of one of several; where it cannot be, an error among the notes, so that the others are read all the same. */
export function readOrNote<Read>(read: () => Read, notes: Note[], around: Place): Read | undefined {
  try {
    return read();
  } catch (error) {
    notes.push(noteOf(error, around));
    return undefined;
  }
}

/** What keeps a part from being read, as a note; anything but a mistake in that part is thrown as it is. */
export function noteOf(error: unknown, around: Place): Note {
  if (!(error instanceof Problem) || error.code === 'ENVIRONMENT_MISSING') throw error;
  return { severity: 'error', code: 'NOT_READ', message: error.message, place: error.place ?? around };
}
