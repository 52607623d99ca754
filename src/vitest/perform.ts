import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestContext, VitestUtils } from 'vitest';
import { busFlags, toBusSpec } from '../bus/bus-spec.ts';
import type { ImportModule } from '../consumer/load-handler.ts';
import { Problem, Problems } from '../problem.ts';
import { type Rehearsal, rehearse } from '../rehearse/rehearse.ts';
import type { Setup } from '../rehearse/setup.ts';
import type { Run } from '../replay/run.ts';
import { againCommand } from '../report/again.ts';
import { moreOn } from '../report/more.ts';
import { courseOf, storyOf } from '../report/story/story.ts';
import { showFinding } from '../report/text.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Finding } from '../verdict/finding.ts';
import { explainTimeout } from './out-of-time.ts';
import type { PlainProblem } from './outcome.ts';
import type { Wishes } from './plugin.ts';
import { pointing } from './pointing.ts';

/** A configuration as `emitConfig` words it. */
export interface EmittedConfig {
  readonly setup?: Setup;
  readonly modules?: Readonly<Record<string, () => Promise<unknown>>>;
  readonly problems?: readonly PlainProblem[];
}

/** What a test module hands over from Vitest. It imports Vitest itself, so that there is only ever the one that runs it. */
export interface Surroundings {
  readonly context: TestContext;
  readonly vi: VitestUtils;
  readonly wishes: Wishes | undefined;
}

/** Modules of consumers that are loaded once for all scenarios of this worker. */
const warm = new Map<string, Promise<unknown>>();

/** Rehearses one scenario within its test, and throws an error for each broken promise. */
export async function perform(
  scenario: Scenario,
  configuration: EmittedConfig,
  { context, vi, wishes: { shelf, ...wishes } = {} }: Surroundings,
): Promise<void> {
  const { setup, modules = {}, problems } = configuration;
  if (setup === undefined) return refuse(problems ?? [], scenario.file, context);

  vi.resetModules();
  try {
    const bus = toBusSpec(setup.bus, wishes.bus);
    explainTimeout(context, bus.kind, scenario.file);
    const ended = bus.kind === 'embedded' ? undefined : await listen();
    if (ended?.aborted === true) context.skip('the run was interrupted');
    const saving = shelf === undefined ? undefined : (await import('./saving.ts')).openSaving();
    const surroundings = {
      importModule: importerOf(modules),
      ...(saving !== undefined && { attend: saving.attend }),
      ...(ended !== undefined && { signal: AbortSignal.any([ended, context.signal]) }),
    };
    const { seed, profile, isVerbose } = wishes;
    const rehearsal = await rehearse(
      scenario,
      { ...setup, ...(seed !== undefined && { seed }), ...(profile && { profile }), bus },
      surroundings,
    );
    const { findings, run, unclosed } = rehearsal;
    if (shelf !== undefined) saving?.save(shelf, rehearsal, againOf(scenario, wishes));
    const broken = findings.filter(({ kind }) => kind === 'broken');
    const story = storyteller(rehearsal);
    context.task.meta.ecreplay = {
      kind: broken.length > 0 ? 'broken' : 'kept',
      promises: [
        ...findings.map(inOneLine),
        ...(scenario.expect.length === 0 ? ['   it promises nothing of consumers or events: it has no `expect`'] : []),
      ],
      ...(isVerbose === true && { course: courseOf(rehearsal, '   ') }),
      ...(Object.keys(run.cannot).length > 0 && { limits: limitsOf(run) }),
      ...(unclosed.length > 0 && { codes: unclosed.map(({ code }) => code) }),
    };
    throwAll([
      ...broken.map((finding) => brokenPromise(finding, scenario, wishes, story(finding))),
      ...unclosed.map((problem) => problemError(problem, scenario.file)),
    ]);
  } catch (error) {
    if (error instanceof Problems) refuse(error.problems, scenario.file, context);
    if (error instanceof Problem) refuse([error], scenario.file, context);
    throw error;
  }
}

/** Loaded late: what is rehearsed within this process is over before anybody could interrupt it. */
async function listen(): Promise<AbortSignal> {
  const { interruption } = await import('./interruption.ts');
  return interruption();
}

/** Fails a test with each problem, at its place. */
export function refuse(problems: readonly PlainProblem[], file: string, { task }: TestContext): void {
  task.meta.ecreplay = { kind: 'problem', codes: problems.map(({ code }) => code) };
  throwAll(problems.map((problem) => problemError(problem, file)));
}

function problemError({ code, message, place, cause }: PlainProblem, file: string): Error {
  const told = `${message.replaceAll(file, shown(file))}\n${moreOn(code)}`;
  return pointing(place ?? { file, line: 1, column: 1 }, code, told, cause);
}

/** Imports by the `import` that the configuration's module spells out, and so through Vite; Node takes what is not listed there. */
function importerOf(modules: NonNullable<EmittedConfig['modules']>): ImportModule {
  const load = (file: string): Promise<unknown> => modules[file]?.() ?? import(pathToFileURL(file).href);
  return (file, start) => {
    // What was forgotten by `vi.resetModules` is run anew.
    if (start === 'cold') return load(file);
    const loaded = warm.get(file) ?? load(file);
    warm.set(file, loaded);
    return loaded;
  };
}

function againOf(scenario: Scenario, { bus, profile, seed = scenario.seed }: Wishes): string {
  return againCommand({ file: shown(scenario.file), seed, profile, bus: busFlags(bus) });
}

/** Tells how each promise came to be broken; what has been told of another promise already is not told again. */
function storyteller(rehearsal: Rehearsal): (finding: Finding) => readonly string[] {
  const told = new Set<string>();
  return (finding) => {
    const { about = 'everything' } = finding.evidence ?? {};
    if (told.has(about) || (about === 'everything' && told.size > 0)) return [];
    told.add(about);
    return storyOf(finding, rehearsal, ' '.repeat(10));
  };
}

function brokenPromise(finding: Finding, scenario: Scenario, wishes: Wishes, story: readonly string[]): Error {
  const again = againOf(scenario, wishes);
  const text = showFinding({ ...finding, place: { ...finding.place, file: shown(finding.place.file) } }, again, story);
  // Vitest prints the error's name before its message.
  const [, name = 'BROKEN', message = text] = /^\s*(BROKEN)\s+(.*)$/s.exec(text) ?? [];
  return pointing(finding.place, name, message);
}

function shown(file: string): string {
  return relative(process.cwd(), file);
}

/** The evidence of a broken promise is shown with its error. */
function inOneLine({ kind, claim, reason = '' }: Finding): string {
  if (kind === 'unchecked') return `   not checked  ${claim}: ${reason}`;
  return kind === 'kept' ? `   kept    ${claim}` : `   BROKEN  ${claim}`;
}

/** What the bus cannot do, as it is told once for all scenarios that were delivered on it. */
function limitsOf({ bus, cannot }: Run): readonly string[] {
  return Object.values(cannot).map((reason) => `   limit   the ${bus} bus ${reason}`);
}

function throwAll(errors: readonly Error[]): void {
  if (errors.length > 0) throw new AggregateError(errors);
}
