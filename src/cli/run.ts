import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CliOptions } from 'vitest/node';
import { nearest } from '../nearest.ts';
import { Problem } from '../problem.ts';
import { checkConfigFile } from '../rehearse/config.ts';
import { checkReportName } from '../saved/report-name.ts';
import { ecreplay } from '../vitest/plugin.ts';
import { type Hosting, openHosting, wasInterrupted } from '../vitest/hosting.ts';
import { complain, endSoon, exitAtLeast } from './exit.ts';
import { type WorkerWatch, watchWorkers } from './lost-workers.ts';
import { RUN_FLAGS, type RunWishes, takeOwnFlags } from './own-flags.ts';
import { type ScenarioFiles, scenarioFiles } from './scenario-files.ts';
import { verdictOf } from './verdict-of.ts';

/**
 * `ecreplay run`: Vitest with our plugin and nothing else.
 *
 * The user's own `vitest.config.ts` is not read, since what it sets up is for other tests; the paths of a
 * `tsconfig.json` hold, so that handlers are found as they are elsewhere.
 */
export async function run(argv: readonly string[]): Promise<void> {
  const { wishes: told, rest } = takeOwnFlags(argv);
  const watch = watchWorkers();
  // Lambda is in UTC, and the zone of a worker is that of the process that starts it.
  process.env['TZ'] = 'UTC';
  const hosting = openHosting(told.bus);
  // Before Vitest is so much as read: a container takes its time.
  hosting.begin();
  try {
    await runHosted(told, rest, { watch, hosting });
  } catch (error) {
    await hosting.close();
    throw error;
  }
}

async function runHosted(
  told: RunWishes,
  rest: readonly string[],
  { watch, hosting }: { readonly watch: WorkerWatch; readonly hosting: Hosting },
): Promise<void> {
  const vitest = await importVitest();
  const { filter, options } = readFlags(vitest, rest);
  const { report, ...asked } = told;
  if (report !== undefined) checkReport(report, options);
  const shelf = report === undefined ? undefined : (await import('../saved/shelf.ts')).openShelf();
  const wishes = {
    ...(options.config !== undefined && { config: options.config }),
    ...(shelf !== undefined && { shelf }),
    ...asked,
  };
  if (wishes.config !== undefined) checkConfigFile(wishes.config);
  const found = scenarioFiles(filter.length > 0 ? filter.map(withoutLine) : ['scenarios']);
  for (const problem of found.problems) complain(problem);
  if (found.files.length === 0) return hosting.close();

  process.once('SIGINT', () => exitAtLeast(130));
  const finished = await vitest
    .startVitest([], await toVitest(options, wishes, watch), toVite(wishes, options, found, { watch, hosting }))
    .catch((cause: unknown) => {
      if (wasInterrupted()) exitAtLeast(130);
      // The bus that is to be delivered on is made ready while Vitest starts.
      if (cause instanceof Problem) throw cause;
      throw new Problem('USAGE', `Cannot start Vitest: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      });
    });
  if (finished.shouldKeepServer()) return;
  if (report !== undefined && shelf !== undefined) await writeReport(report, shelf, found.files.length);
  for (const sentence of watch.sentences()) {
    process.stderr.write(`${sentence}\n`);
    exitAtLeast(1);
  }
  if (wasInterrupted()) exitAtLeast(130);
  exitAtLeast(verdictOf(finished));
  endSoon();
}

/** Refused before anything is run for it. */
function checkReport(report: string, { watch }: Options): void {
  checkReportName(report);
  if (watch === true)
    throw new Problem('USAGE', 'Cannot write a report with "--watch": a report is of a run that is over');
}

async function writeReport(report: string, shelf: string, files: number): Promise<void> {
  const { takeFromShelf } = await import('../saved/shelf.ts');
  const { writeReportFile } = await import('./report.ts');
  const saved = takeFromShelf(shelf, 'ecreplay run');
  const missing = files - saved.runs.length;
  if (missing <= 0) return writeReportFile(report, saved);
  const leftOut = [...saved.leftOut, `${missing} of ${files} scenarios, which were not rehearsed to their end`];
  await writeReportFile(report, { ...saved, missing, leftOut });
}

async function importVitest() {
  try {
    return await import('vitest/node');
  } catch (cause) {
    throw new Problem(
      'ENVIRONMENT_MISSING',
      'Cannot run scenarios: Vitest is not installed, wanted "npm install --save-dev vitest"',
      { cause },
    );
  }
}

/** Flags of Vitest as its command line knows them, besides those its programs know. */
type Options = CliOptions & {
  readonly reporter?: string[];
  readonly exclude?: string | string[];
  readonly config?: string;
};

/** Reads a command line as Vitest does, and refuses what it does not know (its own `parseCLI` lets that pass). */
function readFlags({ createCLI }: Awaited<ReturnType<typeof importVitest>>, rest: readonly string[]) {
  const cli = createCLI();
  const { args, options } = cli.parse(['node', 'vitest', 'run', ...rest], { run: false });
  const command = cli.matchedCommand;
  try {
    command?.checkUnknownOptions();
    command?.checkOptionValue();
  } catch (cause) {
    const known = cli.globalCommand.options.map(({ name }) => name);
    throw new Problem('USAGE', `Cannot read the command line: ${advice(cause, known)}`, { cause });
  }
  return { filter: args, options: options as Options };
}

function advice(cause: unknown, known: readonly string[]): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const unknown = /^Unknown option `-*([^`]+)`$/.exec(message)?.[1];
  if (unknown === undefined) return message;
  const meant = nearest(unknown, [...Object.keys(RUN_FLAGS), ...known]);
  return `"--${unknown}" is neither an option of ecreplay nor of Vitest${meant === undefined ? '' : `, did you mean "--${meant}"`}`;
}

/** A place copied from a report names its file: one scenario is one test. */
function withoutLine(path: string): string {
  return existsSync(path) ? path : path.replace(/(:\d+){1,2}$/, '');
}

async function toVitest(
  { exclude, reporter, reporters, ...options }: Options,
  { isVerbose = false }: RunWishes,
  watch: WorkerWatch,
): Promise<CliOptions> {
  const told = reporters ?? reporter;
  // Read late: it is made of Vitest's own, which may not be installed.
  const { ScenarioReporter } = await import('../vitest/scenario-reporter.ts');
  return {
    ...options,
    watch: options.watch === true,
    config: false,
    // Vitest would make a node_modules for its caches, in a place that may well be nobody's project.
    ...(!isProject() && { fsModuleCache: false, cache: false as const }),
    ...(exclude !== undefined && { cliExclude: [exclude].flat() }),
    reporters: [...(told === undefined ? [new ScenarioReporter({ isVerbose })] : [told].flat()), watch.reporter],
  };
}

function isProject(): boolean {
  for (let at = process.cwd(); ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules'))) return true;
    if (dirname(at) === at) return false;
  }
}

function toVite(
  wishes: RunWishes,
  { testTimeout, watch }: Options,
  { files, folders }: ScenarioFiles,
  { watch: lost, hosting }: { readonly watch: WorkerWatch; readonly hosting: Hosting },
) {
  const asked = {
    ...wishes,
    ...(testTimeout !== undefined && { timeout: testTimeout }),
    // The files are known by now; folders are named again where a new one may turn up.
    include: [
      ...files.map(escaped),
      ...(watch === true ? folders.map((folder) => `${escaped(folder)}/**/*.{yaml,yml}`) : []),
    ],
    exclude: watch === true ? ['**/invalid/**', '**/*.load.{yaml,yml}'] : [],
  };
  return {
    plugins: [ecreplay(asked, hosting)],
    resolve: { tsconfigPaths: true },
    test: { include: [], isolate: false, pool: 'threads' as const, onUnhandledError: lost.onUnhandledError },
  };
}

/** Makes a path a glob that matches it alone. */
function escaped(path: string): string {
  return path.replaceAll('\\', '/').replaceAll(/[()[\]{}!*?+@|]/g, String.raw`\$&`);
}
