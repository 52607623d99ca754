import { readFileSync } from 'node:fs';
import { text as readStream } from 'node:stream/consumers';
import { describe } from '../pattern/explain/describe.ts';
import { compilePattern, lintPattern, type LintNote, type Pattern } from '../pattern/index.ts';
import { Problem } from '../problem.ts';
import { exitAtLeast } from './exit.ts';

/** Flags of `ecreplay pattern test`. */
export interface TestFlags {
  readonly pattern: string;
  readonly event: string;
  readonly json?: boolean;
}

/** `ecreplay pattern test`: says of each event whether the pattern matches it, and why not. */
export async function testPattern({ pattern: patternFile, event: eventFile, json }: TestFlags): Promise<void> {
  if (patternFile === '-' && eventFile === '-') {
    throw new Problem('USAGE', 'Cannot read both from standard input: wanted a file for the pattern or for the event');
  }
  const pattern = compile(await read(patternFile, 'pattern'), patternFile);
  for (const event of eventsIn(await read(eventFile, 'event'), eventFile)) {
    refuseNoEvent(event, eventFile);
    const explanation = pattern.explain(event);
    process.stdout.write(`${json === true ? JSON.stringify(explanation) : describe(explanation)}\n`);
    if (!explanation.matches) exitAtLeast(1);
  }
}

/** `ecreplay pattern lint`: says what EventBridge will not take, and what no event of ECR can match. */
export async function lint(file: string, { json }: { readonly json?: boolean }): Promise<void> {
  const notes = lintPattern(await read(file, 'pattern'));
  for (const note of notes) process.stdout.write(`${json === true ? JSON.stringify(note) : inWords(note)}\n`);
  if (notes.length === 0 && json !== true) process.stdout.write('nothing to say against it\n');
  // A pattern that is refused is wrong input; one that never matches is a promise that cannot be kept.
  if (notes.some(({ severity }) => severity === 'error')) exitAtLeast(2);
  else if (notes.some(({ code }) => code === 'NEVER_MATCHES')) exitAtLeast(1);
}

function inWords({ severity, code, message }: LintNote): string {
  return `${severity}  ${code}\n  ${message.replaceAll('\n', '\n  ')}`;
}

function compile(source: string, file: string): Pattern {
  try {
    return compilePattern(source);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(error.code, `Cannot use the pattern of "${file}": ${error.message}`, {
      cause: error,
      place: { file, line: 1, column: 1 },
    });
  }
}

/** What is no object has no member that a pattern could ask about; TestEventPattern refuses it too. */
function refuseNoEvent(event: unknown, file: string): void {
  if (typeof event === 'object' && event !== null && !Array.isArray(event)) return;
  const kind = event === null ? 'null' : Array.isArray(event) ? 'a list' : `a ${typeof event}`;
  throw new Problem('FILE_UNREADABLE', `Cannot read events from "${file}": ${kind} is no event, wanted a JSON object`);
}

/** One event, or one on each line, as `ecreplay emit` prints them. */
function eventsIn(text: string, file: string): readonly unknown[] {
  // Programs of Windows write one, and it says nothing. In a pattern it does: EventBridge refuses it there.
  const source = text.replace(/^\uFEFF/, '');
  try {
    return [JSON.parse(source)];
  } catch (whole) {
    const lines = source.split('\n').map((line, index) => ({ line, number: index + 1 }));
    return lines
      .filter(({ line }) => line.trim() !== '')
      .map(({ line, number }) => {
        try {
          return JSON.parse(line) as unknown;
        } catch {
          const reason = whole instanceof Error ? whole.message : String(whole);
          throw new Problem(
            'FILE_UNREADABLE',
            `Cannot read events from "${file}": line ${number} is not JSON, nor is the whole (${reason})`,
            {
              place: { file, line: number, column: 1 },
            },
          );
        }
      });
  }
}

async function read(file: string, what: string): Promise<string> {
  const source = file === '-' ? await readStream(process.stdin) : readText(file, what);
  if (source.trim() === '') throw new Problem('FILE_EMPTY', `Cannot read the ${what}: "${file}" holds nothing`);
  return source;
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Problem(
      missing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE',
      `Cannot read the ${what}: ${missing ? `there is no file "${file}"` : `"${file}" cannot be read (${(error as Error).message})`}`,
      { cause: error },
    );
  }
}
