import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const jars = fileURLToPath(new URL('../../node_modules/.cache/ecreplay-oracle/', import.meta.url));

/** What AWS's matcher says to one question. */
export interface Answer {
  readonly refusal?: string;
  readonly matches?: boolean;
  readonly complexity?: number;
  readonly names?: readonly string[];
  readonly textNanoseconds?: readonly number[];
  readonly parsedNanoseconds?: readonly number[];
  readonly matched?: number;
  /** The matcher itself broke. */
  readonly failure?: string;
}

/** AWS's matcher, running. */
export interface Harness {
  ask(questions: readonly object[]): Promise<readonly Answer[]>;
  close(): void;
}

/** Starts AWS's matcher; a text says why it cannot run on this machine. */
export function startHarness(): Harness | string {
  for (const tool of ['java', 'mvn']) {
    if (spawnSync(tool, ['-version'], { stdio: 'ignore' }).status !== 0) return `${tool} is not on this machine`;
  }
  const problem = fetchJars();
  if (problem !== undefined) return problem;
  const java = spawn('java', ['-XX:+UseSerialGC', '-cp', `${jars}*`, `${here}Oracle.java`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = linesOf(java.stdout.setEncoding('utf8'));
  const ask = async (questions: readonly object[]): Promise<readonly Answer[]> => {
    java.stdin.write(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
    const answers: Answer[] = [];
    while (answers.length < questions.length) {
      const line = await lines.next();
      if (line.done === true) throw new Error('AWS’s matcher ended before it had answered');
      answers.push(JSON.parse(line.value));
    }
    return answers;
  };
  return { ask, close: () => java.stdin.end() };
}

/** Node's own reader of lines takes U+2028 for the end of one; JSON lets it stand inside of a text. */
async function* linesOf(stream: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

function fetchJars(): string | undefined {
  if (existsSync(`${jars}event-ruler-2.0.1.jar`)) return undefined;
  mkdirSync(jars, { recursive: true });
  const run = spawnSync(
    'mvn',
    ['-q', '-B', '-f', `${here}pom.xml`, 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`],
    { encoding: 'utf8' },
  );
  return run.status === 0
    ? undefined
    : `Maven cannot fetch event-ruler 2.0.1: ${run.stdout.trim().split('\n')[0] ?? ''}`;
}
