import { Problem } from '../../problem.ts';
import { isHeader, type RecordingHeader } from '../file/header.ts';
import { readLines } from '../file/read-lines.ts';
import { keyFrom, newKey, type RedactionKey } from './key.ts';
import type { RedactionChoice, Sort } from './mapping.ts';
import { originalsOf } from './originals.ts';
import { createRedactor } from './redactor.ts';

/** Something that must not be told and stands in a file all the same. */
export interface Leftover {
  readonly file: string;
  readonly line: number;
  readonly sort: Sort;
  /** How it begins, and how long it is: no report tells what it is about. */
  readonly hint: string;
}

/** What verifying came to. */
export interface Verification {
  readonly lines: number;
  /** Those of the first hundred lines that have any. */
  readonly leftovers: readonly Leftover[];
  /** How many lines have any. */
  readonly leaking: number;
}

/** What verifying may be told. */
export interface VerifyOptions {
  readonly tell: (problem: Problem) => void;
  /** What was chosen to be redacted as well, unless the file's own header says it. */
  readonly choice?: RedactionChoice;
  /** The file before it was redacted, and the key: each value that was replaced is looked for. */
  readonly original?: { readonly file: string; readonly key: RedactionKey };
}

const MOST_EXPLAINED = 100;

/**
 * Looks for what is left in a file: whatever redacting it once more would change, because replacements are left as they
 * are by everybody's key.
 */
export async function verifyFile(file: string, { tell, choice, original }: VerifyOptions): Promise<Verification> {
  const leftovers: Leftover[] = [];
  let found: { readonly sort: Sort; readonly value: string }[] = [];
  let [lines, leaking] = [0, 0];
  let chosen = choice;
  let check: ReturnType<typeof checker> | undefined;
  let originals: Awaited<ReturnType<typeof originalsOf>> | undefined;

  for await (const batch of readLines(file, { tell })) {
    if (check === undefined) {
      chosen ??= choiceIn(batch[0]?.text ?? '');
      check = checker(chosen);
      if (original !== undefined) originals = await originalsOf(original.file, original.key, chosen, tell);
    }
    lines += batch.length;
    const text = batch.map((line) => line.text).join('\n');
    const isClean = check.isClean(text);
    if (isClean && originals === undefined) continue;
    for (const { line, text: one } of batch) {
      found = [...(isClean ? [] : check.leftIn(one)), ...(originals?.in(one) ?? [])];
      if (found.length === 0) continue;
      leaking += 1;
      if (leaking > MOST_EXPLAINED) continue;
      for (const { sort, value } of found) leftovers.push({ file, line, sort, hint: hintOf(value) });
    }
  }
  if (lines === 0) throw new Problem('FILE_EMPTY', `Cannot verify "${file}": it holds nothing`);
  return { lines, leftovers, leaking };
}

interface Found {
  readonly sort: Sort;
  readonly value: string;
}

function checker(choice: RedactionChoice): { isClean(text: string): boolean; leftIn(line: string): readonly Found[] } {
  const key = keyFrom(newKey());
  const quick = createRedactor(key, choice);
  let found = new Map<string, Found>();
  const thorough = createRedactor(key, choice, (sort, value) => found.set(`${sort} ${value}`, { sort, value }));
  return {
    isClean: (text) => quick.line(text) === text,
    leftIn(line) {
      found = new Map();
      thorough.forget();
      const isClean = thorough.line(line) === line;
      return isClean ? [] : [...found.values()];
    },
  };
}

/** What the header of a recording says that was chosen. */
function choiceIn(first: string): RedactionChoice {
  const none = { repositories: false, tags: false, digests: false };
  try {
    const value: unknown = JSON.parse(first);
    if (!isHeader(value)) return none;
    const { redaction } = value as RecordingHeader;
    return typeof redaction === 'object' ? { ...none, ...redaction } : none;
  } catch {
    return none;
  }
}

function hintOf(value: string): string {
  const shown = value.length < 8 ? 1 : 3;
  return `${value.slice(0, shown)}… (${value.length} characters)`;
}
