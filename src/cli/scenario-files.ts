import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
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
 * brings them back.
 */
export function scenarioFiles(paths: readonly string[]): ScenarioFiles {
  const files = new Set<string>();
  const folders: string[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const state = statSync(path, { throwIfNoEntry: false });
    if (state === undefined) {
      problems.push(new Problem('FILE_NOT_FOUND', `Cannot read "${path}": there is no such file or folder`));
    } else if (!state.isDirectory()) {
      files.add(path);
    } else {
      folders.push(path);
      const below = yamlBelow(path);
      if (below.length === 0)
        problems.push(
          new Problem('FILE_NOT_FOUND', `Cannot find a scenario in "${path}": there is no YAML file below it`),
        );
      for (const file of below) files.add(file);
    }
  }
  return { files: [...files], folders, problems };
}

function yamlBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        /\.ya?ml$/.test(name) &&
        !name.split(sep).some((part) => part === 'invalid' || part === 'node_modules' || part.startsWith('.')),
    )
    .toSorted()
    .map((name) => join(folder, name));
}
