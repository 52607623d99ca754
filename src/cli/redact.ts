import { Problem, exitCodeOf } from '../problem.ts';
import { KEY_VARIABLE, keyFrom, namedKey, newKey } from '../recording/redact/key.ts';
import { redactFile } from '../recording/redact/redact-file.ts';
import { createRedactor } from '../recording/redact/redactor.ts';
import { type Leftover, verifyFile } from '../recording/redact/verify-file.ts';

/** What `ecreplay redact` can be told. */
export interface RedactFlags {
  readonly output?: string;
  readonly key?: string;
  readonly repositories?: boolean;
  readonly tags?: boolean;
  readonly digests?: boolean;
  readonly verify?: boolean;
  readonly original?: string;
  readonly json?: boolean;
}

/** The exit code of a file that still holds what it must not. */
const LEFT = 5;

/** `ecreplay redact`: writes a file redacted, or verifies that one is. */
export async function redact(file: string, flags: RedactFlags): Promise<void> {
  let code = 0;
  // What is wrong with a line is told, and the others are read.
  const tell = (problem: Problem) => {
    process.stderr.write(`${problem.code}  ${problem.message}\n`);
    code = exitCodeOf(problem.code);
  };
  if (flags.verify === true) code = Math.max(await verify(file, flags, tell), code);
  else await write(file, flags, tell);
  if (code !== 0) process.exitCode = code;
}

async function write(file: string, flags: RedactFlags, tell: (problem: Problem) => void): Promise<void> {
  const { output, original, repositories = false, tags = false, digests = false } = flags;
  if (output === undefined) throw new Problem('USAGE', `Cannot redact "${file}": -o does not say where to write it`);
  if (original !== undefined) throw new Problem('USAGE', 'Cannot compare with --original: that is for --verify');
  const key = await namedKey(flags.key);
  const redactor = createRedactor(key ?? keyFrom(newKey()), { repositories, tags, digests });
  const { lines, changed } = await redactFile(file, output, redactor, tell);
  const kept = key === undefined ? 'the key is thrown away' : `with key ${key.fingerprint}`;
  process.stderr.write(`Redacted ${changed} of ${lines} lines to ${output}, ${kept}\n`);
}

async function verify(file: string, flags: RedactFlags, tell: (problem: Problem) => void): Promise<number> {
  const { original, repositories = false, tags = false, digests = false } = flags;
  if (flags.output !== undefined) throw new Problem('USAGE', 'Cannot write -o: --verify changes nothing');
  const key = original === undefined ? undefined : await namedKey(flags.key);
  if (original !== undefined && key === undefined)
    throw new Problem('USAGE', `Cannot compare with --original: neither --key nor ${KEY_VARIABLE} names the key`);
  const { lines, leftovers, leaking } = await verifyFile(file, {
    tell,
    ...(repositories || tags || digests ? { choice: { repositories, tags, digests } } : {}),
    ...(original === undefined || key === undefined ? {} : { original: { file: original, key } }),
  });
  if (flags.json === true) process.stdout.write(`${JSON.stringify({ file, lines, leaking, leftovers })}\n`);
  else process.stdout.write(report(file, lines, leftovers, leaking));
  return leaking === 0 ? 0 : LEFT;
}

function report(file: string, lines: number, leftovers: readonly Leftover[], leaking: number): string {
  if (leaking === 0) return `Nothing is left in ${lines} lines of ${file}\n`;
  const told = leftovers.map(({ line, sort, hint }) => `${file}:${line}  ${sort} ${hint}\n`).join('');
  return `${told}Left in ${leaking} of ${lines} lines of ${file}\n`;
}
