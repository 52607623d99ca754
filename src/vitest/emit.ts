import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../problem.ts';
import { type Scenario, placeOf } from '../scenario/scenario.ts';
import { plain } from './outcome.ts';
import { mapLines } from './source-map.ts';

/** A test module as Vite takes it. */
export interface EmittedModule {
  readonly code: string;
  readonly map: ReturnType<typeof mapLines>;
}

/** What decides a test module besides the scenario. */
export interface EmitOptions {
  /** The configuration that holds for it, if any, and the folder that stands in for one. */
  readonly config: string | undefined;
  readonly root: string;
  /** How long Vitest waits for the whole rehearsal, in milliseconds. */
  readonly timeout: number;
}

/** Marks an import of a configuration: not the file itself, but what it says (`emitConfig`). */
export const CONFIG_QUERY = '?ecreplay';

const extension = extname(import.meta.url);
const PERFORM = forImport(fileURLToPath(new URL(`./perform${extension}`, import.meta.url)));

/** A path as an import specifier; Vite wants forward slashes everywhere. */
function forImport(path: string): string {
  return path.replaceAll('\\', '/');
}

/** A test module with one literal `test`, which `vitest list` can read without running anything. */
export function emitScenario(scenario: Scenario, options: EmitOptions): EmittedModule {
  const { config, root, timeout } = options;
  const title = placeOf(scenario, '/description');
  const setup = { rules: [], consumers: {}, root };
  return moduleOf(scenario.file, title, [
    'import { inject, test, vi } from "vitest";',
    `import { perform } from ${JSON.stringify(PERFORM)};`,
    config === undefined
      ? `const configuration = { setup: ${JSON.stringify(setup)}, modules: {} };`
      : `import * as configuration from ${JSON.stringify(forImport(config) + CONFIG_QUERY)};`,
    `const scenario = ${literal(scenario)};`,
    `test(${JSON.stringify(`${scenario.name}: ${scenario.description}`)}, { timeout: ${timeout} }, (context) => perform(scenario, configuration, { context, vi, wishes: inject("ecreplay") }));`,
  ]);
}

/** A test module that fails with each problem of a file that cannot be read, so that the others still run. */
export function emitProblems(file: string, problems: readonly Problem[]): EmittedModule {
  const name = basename(file, extname(file));
  return moduleOf(file, problems[0]?.place ?? { line: 1, column: 1 }, [
    'import { test } from "vitest";',
    `import { refuse } from ${JSON.stringify(PERFORM)};`,
    `const problems = ${literal(problems.map(plain))};`,
    `test(${JSON.stringify(`${name}: cannot be read`)}, (context) => refuse(problems, ${JSON.stringify(file)}, context));`,
  ]);
}

/** V8 reads JSON faster than a literal, and keeps a member named `__proto__` a member. */
function literal(value: unknown): string {
  return `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
}

function moduleOf(file: string, place: { line: number; column: number }, lines: readonly string[]): EmittedModule {
  return {
    code: `${lines.join('\n')}\n`,
    map: mapLines(
      file,
      lines.map(() => place),
    ),
  };
}
