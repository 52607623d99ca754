import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Problem } from '../../problem.ts';
import type { Owner } from './arn.ts';
import { type FormatReading, noteOf, together } from './format-reading.ts';
import { readResources } from './read-resources.ts';
import type { Deployment, Note } from './reading.ts';
import { namesIn, stateOf } from './source.ts';
import { LARGEST_TEMPLATE } from './template/read-template.ts';

/** What templates and services are called where nobody has called them something else. */
const NAMES = [
  'template.yaml',
  'template.yml',
  'template.json',
  'serverless.yml',
  'serverless.yaml',
  'serverless.json',
];

/** What a folder holds that rules can be read from. */
export interface FolderSources {
  /** By names that say what they are: an assembly, the folder itself where it is a module of Terraform, templates and services. */
  readonly named: readonly string[];
  /** Other files that look like templates. */
  readonly others: readonly string[];
}

/** Looks for infrastructure code in a folder, and not below it. */
export async function sourcesIn(folder: string): Promise<FolderSources> {
  const assembly = ['manifest.json', 'cdk.out/manifest.json'].map((name) => join(folder, name)).find(isFile);
  const { hasHcl } = await import('./terraform/read-hcl.ts');
  return {
    named: [
      ...(assembly === undefined ? [] : [assembly]),
      ...(hasHcl(folder) ? [folder] : []),
      ...NAMES.map((name) => join(folder, name)).filter(isFile),
    ],
    others: assembly === join(folder, 'manifest.json') ? [] : otherTemplates(folder),
  };
}

/**
 * Reads a folder for every format that is in it: a cloud assembly, `.tf` files, and templates by their usual names. Templates by other
 * names are read where there is nothing else, and named as left out where there is: they may well be what a tool made of the others.
 */
export async function readFolder(folder: string, options: Deployment, owner: Owner): Promise<FormatReading> {
  const { named, others } = await sourcesIn(folder);
  if (named.length > 0) {
    const read = together(await readAll(named, folder, options, owner));
    const left = others.filter((file) => !read.files.includes(file));
    return { ...read, notes: [...read.notes, ...left.map(leftOut)] };
  }
  if (others.length === 0) throw nothingIn(folder);
  const all = await readAll(others, folder, options, owner);
  // A template that is nested in another is read with that one.
  const outer = all.filter((_, index) => {
    const file = others[index]!;
    return !all.some((other, at) => at !== index && other.files.includes(file));
  });
  return together(outer.length === 0 ? all : outer);
}

async function readAll(
  paths: readonly string[],
  folder: string,
  options: Deployment,
  owner: Owner,
): Promise<readonly FormatReading[]> {
  const { readHclFolder } = await import('./terraform/read-hcl.ts');
  const readings: FormatReading[] = [];
  for (const path of paths) {
    try {
      readings.push(
        path === folder ? await readHclFolder(path, options, owner) : await readResources(path, options, owner),
      );
    } catch (error) {
      // Alone, it is the folder that cannot be read.
      if (paths.length === 1) throw error;
      const note = noteOf(error, { file: path, line: 1, column: 1 });
      readings.push({ resources: [], notes: [note], files: [path] });
    }
  }
  return readings;
}

function leftOut(file: string): Note {
  return {
    severity: 'note',
    code: 'NOT_READ',
    message: `"${basename(file)}" looks like a template too, and is not read with the folder: name it to have it read`,
    place: { file, line: 1, column: 1 },
  };
}

/** Files that look like templates or services, by any name. */
function otherTemplates(folder: string): readonly string[] {
  return namesIn(folder)
    .filter((name) => /\.(?:ya?ml|json|template)$/.test(name) && !NAMES.includes(name))
    .map((name) => join(folder, name))
    .filter((file) => isFile(file) && looksLikeTemplate(file));
}

function looksLikeTemplate(file: string): boolean {
  if ((stateOf(file)?.size ?? 0) > LARGEST_TEMPLATE) return false;
  try {
    const text = readFileSync(file, 'utf8');
    return /^\s*["']?Resources["']?\s*:/m.test(text) && /\bType["']?\s*:\s*["']?AWS::/.test(text);
  } catch {
    // What cannot be read by a name that nobody gave is not missed.
    return false;
  }
}

function isFile(path: string): boolean {
  try {
    return stateOf(path)?.isFile() === true;
  } catch (error) {
    // By its usual name it would be read, so that it is told that it cannot be.
    if (error instanceof Problem && NAMES.includes(basename(path))) throw error;
    return false;
  }
}

function nothingIn(folder: string): Problem {
  return new Problem(
    'RULES_FORMAT',
    `Cannot read rules from "${folder}": the folder has neither manifest.json, nor .tf files, nor a template such as ${NAMES.join(', ')}`,
  );
}
