import { readFile, stat } from 'node:fs/promises';
import { Problem } from '../problem.ts';
import { holdToFormat } from './hold.ts';
import { readCut } from './mend.ts';
import { FORMAT, type SavedFile, VERSION } from './saved-run.ts';

/** JavaScript holds no longer text. */
const LARGEST = 500_000_000;

/** What a saved file begins with, whoever has formatted it. */
const BEGINNING = new RegExp(String.raw`^\s*\{\s*"format"\s*:\s*"${FORMAT}"`);

/** Whether a file begins as saved runs do. */
export function isSaved(beginning: string): boolean {
  return BEGINNING.test(beginning);
}

/** Reads saved runs. A file that was cut off is read as far as it goes, and says so; one of a later format is refused. */
export async function readSaved(file: string): Promise<SavedFile> {
  const { size } = await stat(file);
  if (size > LARGEST)
    throw new Problem(
      'FILE_TOO_LARGE',
      `Cannot open "${file}": it has ${size} bytes, and saved runs have ${LARGEST} at most`,
    );
  const text = await readFile(file, 'utf8');
  const { value, notes } = parsed(text, file);
  const version = (value as { readonly version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > VERSION)
    throw new Problem(
      'FILE_UNREADABLE',
      `Cannot open "${file}": its format is version ${version}, which a later ecreplay has written; this one knows ${VERSION}`,
    );
  const older =
    version === VERSION
      ? []
      : [`what its format, version ${JSON.stringify(version) ?? 'none'}, has in other words than version ${VERSION}`];
  const held = holdToFormat(value);
  return { ...held, leftOut: [...held.leftOut, ...notes, ...older] };
}

function parsed(text: string, file: string): { readonly value: unknown; readonly notes: readonly string[] } {
  try {
    return { value: JSON.parse(text), notes: [] };
  } catch (cause) {
    try {
      return { value: readCut(text), notes: [`what comes after its ${text.length} characters: the file was cut off`] };
    } catch {
      throw new Problem('FILE_UNREADABLE', `Cannot open "${file}": it is not JSON`, { cause });
    }
  }
}
