import { Problem } from '../../problem.ts';
import type { RecordingWriter } from '../file/create-recording.ts';
import type { Progress, Remarks, Source } from './source.ts';

/** What came of reading a source. */
export interface Captured {
  /** Lines that the recording holds now. */
  readonly count: number;
  /** Arrivals that it had already. */
  readonly known: number;
  /** Whether everything was read; what was interrupted goes on when it is called again. */
  readonly isWhole: boolean;
}

/** Who listens while a source is read, and may end it. */
export interface Listening extends Remarks {
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

/**
 * Reads a source into a recording, from where an earlier reading was left. Each line is on the disk before more is asked for.
 *
 * A `Problem` on the way says what is kept; where nothing was read nothing is.
 */
export async function capture(source: Source, writer: RecordingWriter, listening: Listening): Promise<Captured> {
  const { signal, note, broken, progress } = listening;
  let known = 0;
  let isBegun = writer.resumed;
  const from = isCursor(writer.cursor) ? writer.cursor : undefined;
  try {
    for await (const { found, cursor, part } of source.read({ from, signal, note, broken })) {
      isBegun = true;
      const appended = await writer.append(found, cursor);
      known += appended.known;
      progress({ count: writer.count, part });
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // There is no such source, or nobody may read it: there is nothing to go on from.
    if (!isBegun) {
      await writer.discard();
      throw error;
    }
    const { code, message, cause, place } = error;
    throw new Problem(code, `${message}; ${kept(writer)}`, { cause, place });
  }
  return { count: writer.count, known, isWhole: !signal.aborted || source.isEndless === true };
}

/** What stands, and how to go on. */
export function kept({ count, file }: Pick<RecordingWriter, 'count' | 'file'>): string {
  const lines = `${count} line${count === 1 ? ' is' : 's are'} kept in "${file}.partial"`;
  return `${lines}, and the same command goes on from there`;
}

function isCursor(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
