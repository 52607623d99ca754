import { basename, dirname, join, relative } from 'node:path';
import { Problem } from '../problem.ts';
import { isAboutEcr } from '../rule/read/diagnose.ts';
import { sourcesIn } from '../rule/read/read-folder.ts';
import { readRules } from '../rule/read/read-rules.ts';
import type { Reading } from '../rule/read/reading.ts';
import { namesIn, stateOf } from '../rule/read/source.ts';
import { guesses } from './guess.ts';

/** Infrastructure code whose rules are about Amazon ECR. */
export interface Source {
  /** As a configuration in the folder names it: `./template.yaml`. */
  readonly path: string;
  readonly reading: Reading;
  /** Guesses at what only a deployment knows. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What a repository holds that rules are read from. */
export interface Look {
  readonly sources: readonly Source[];
  /** Code that was read and says nothing of ECR. */
  readonly others: readonly string[];
  /** What looked like infrastructure code, and could not be read. */
  readonly problems: readonly Problem[];
}

const DEEPEST = 3;
/** Nobody's infrastructure code is spread so wide; a home folder is. */
const MOST_FOLDERS = 400;
/** What tools make, and what is for tests. */
const SKIPPED = /^(?:\..*|node_modules|cdk\.out|dist|build|coverage|vendor|target|venv|__pycache__|tests?|fixtures)$/;

/** Looks through a repository for infrastructure code, the outer folders first. */
export async function look(root: string): Promise<Look> {
  const sources: Source[] = [];
  const others: string[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();

  async function read(path: string): Promise<void> {
    try {
      const { reading, parameters } = await readGuessing(path);
      for (const file of reading.files) seen.add(file);
      const written = pathFrom(root, basename(path) === 'manifest.json' ? join(path, '..') : path);
      if (reading.rules.some(isAboutEcr)) sources.push({ path: written, reading, parameters });
      else others.push(written);
    } catch (error) {
      problems.push(problemOf(error));
    }
  }

  let folders: readonly string[] = [root];
  let count = 0;
  for (let depth = 0; depth <= DEEPEST && folders.length > 0; depth += 1) {
    const inner: string[] = [];
    for (const folder of folders) {
      count += 1;
      if (count > MOST_FOLDERS) return { sources, others, problems };
      const { named, others: loose } = await sourcesIn(folder).catch((error: unknown) => {
        problems.push(problemOf(error));
        return { named: [], others: [] };
      });
      // A module that another calls, or a template nested in another, has been read with that one.
      const isNew = (path: string): boolean => !seen.has(path) && ![...seen].some((file) => dirname(file) === path);
      for (const path of outermost(named.length > 0 ? named : loose, folder).filter(isNew)) await read(path);
      inner.push(...foldersIn(folder));
    }
    folders = inner;
  }
  return { sources, others, problems };
}

/** A folder that is named stands for all that is in it. */
function outermost(paths: readonly string[], folder: string): readonly string[] {
  return paths.includes(folder) ? [folder] : paths;
}

/** Reads with guesses at what is not known, unless these take rules away. */
async function readGuessing(path: string): Promise<Pick<Source, 'reading' | 'parameters'>> {
  const reading = await readRules(path);
  const parameters = guesses(reading.notes);
  if (Object.keys(parameters).length === 0) return { reading, parameters };
  const guessed = await readRules(path, { parameters });
  return guessed.rules.length < reading.rules.length ? { reading, parameters: {} } : { reading: guessed, parameters };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}

function foldersIn(folder: string): readonly string[] {
  return namesOf(folder)
    .filter((name) => !SKIPPED.test(name))
    .map((name) => join(folder, name))
    .filter(isFolder);
}

/** What cannot be looked into has been told where it was looked for. */
function namesOf(folder: string): readonly string[] {
  try {
    return namesIn(folder);
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return stateOf(path)?.isDirectory() === true;
  } catch {
    // A link in a circle leads nowhere that could be looked into.
    return false;
  }
}

/** A path as a configuration in a folder names it. */
export function pathFrom(root: string, path: string): string {
  const short = relative(root, path).replaceAll('\\', '/');
  return short === '' ? '.' : short.startsWith('..') ? short : `./${short}`;
}
