import { readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Problem } from '../problem.ts';

/** What a command is to work on, and which of its arguments name nothing. */
export interface ScenarioFiles {
  /** As they were named, or below the folders that were. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Finds the scenario files that arguments name: a file is itself, a folder is the YAML below it.
 *
 * Below a folder, folders named `invalid` hold files that are meant to be refused, so they are left out; naming them
 * brings them back. So are plans of load runs, `x.load.yaml`. A link stands for what it leads to, so that a file is there once however it is reached.
 */
export function scenarioFiles(paths: readonly string[]): ScenarioFiles {
  const files = new Set<string>();
  const folders: string[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const state = statSync(path, { throwIfNoEntry: false });
    if (state === undefined) {
      const where = isAbsolute(path) ? '' : ` in "${process.cwd()}"`;
      problems.push(new Problem('FILE_NOT_FOUND', `Cannot read "${path}": there is no such file or folder${where}`));
    } else if (!state.isDirectory()) {
      if (isYaml(path)) files.add(unlinked(path));
      else
        problems.push(
          new Problem(
            'SCENARIO_SYNTAX',
            `Cannot read "${path}" as a scenario: it is no YAML file, wanted a name that ends in .yaml or .yml`,
          ),
        );
    } else {
      const folder = unlinked(path);
      folders.push(folder);
      const below = yamlBelow(folder);
      if (below.length === 0)
        problems.push(
          new Problem('FILE_NOT_FOUND', `Cannot find a scenario in "${path}": there is no YAML file below it`),
        );
      for (const file of below) files.add(unlinked(file));
    }
  }
  return { files: [...files], folders, problems };
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/.test(name);
}

/** The path itself, unless a link is on the way: Vite knows files by where they really are. */
function unlinked(path: string): string {
  const real = realpathSync(path);
  return real === resolve(path) ? path : relative(process.cwd(), real) || '.';
}

function yamlBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        isYaml(name) &&
        !/\.load\.ya?ml$/.test(name) &&
        !name.split(sep).some((part) => part === 'invalid' || part === 'node_modules' || part.startsWith('.')),
    )
    .toSorted()
    .map((name) => join(folder, name));
}
