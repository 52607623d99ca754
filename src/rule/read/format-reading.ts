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
