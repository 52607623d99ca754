import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { draft, type Draft } from '../init/draft.ts';
import { hasDependency } from '../init/workflow-text.ts';
import { Problem } from '../problem.ts';
import { findConfig } from '../rehearse/config.ts';
import { describeNote } from '../rule/read/describe-note.ts';
import { stateOf } from '../rule/read/source.ts';
import { complain } from './exit.ts';
import { makeFolder } from './make-folder.ts';

/** What `init` may be told. */
export interface InitFlags {
  readonly dryRun?: boolean;
}

/** `ecreplay init`: writes a configuration, first scenarios and a workflow for what a repository has. What is there stays as it is. */
export async function init(folder: string, { dryRun = false }: InitFlags): Promise<void> {
  const root = resolve(folder);
  refuseNoFolder(root, folder);
  const made = await draft(root);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  for (const problem of made.problems) complain(problem);
  for (const line of made.found) say(`Found    ${line}`);
  const config = findConfig(root);
  if (config !== undefined) say(`Left     ${relative(root, config)}: it is there already`);
  // Scenarios that somebody has written are not to be mixed with ours.
  const isOwn = hasYaml(join(root, 'scenarios'));
  for (const [path, text] of Object.entries(made.files)) {
    if (existsSync(join(root, path))) say(`Left     ${path}: it is there already`);
    else if (isOwn && path.startsWith('scenarios/')) say(`Left     ${path}: there are scenarios already`);
    else if (dryRun) say(`Would write ${path}\n${text.replaceAll(/^(?=.)/gm, '  | ')}`);
    else say(write(join(root, path), text) ? `Wrote    ${path}` : `Left     ${path}: it is there already`);
  }
  for (const note of made.notes.filter(({ severity }) => severity !== 'note')) {
    process.stdout.write(`\n${describeNote(note, root)}`);
  }
  if (!dryRun) process.stdout.write(`\nNext:\n${next(root, folder, made).join('')}`);
}

function refuseNoFolder(root: string, folder: string): void {
  const state = stateOf(root);
  if (state?.isDirectory() === true) return;
  const [code, how] =
    state === undefined
      ? (['FILE_NOT_FOUND', 'there is no such folder'] as const)
      : (['USAGE', 'it is no folder'] as const);
  throw new Problem(code, `Cannot look at "${folder}": ${how}`);
}

function hasYaml(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => /\.ya?ml$/.test(name));
  } catch {
    return false;
  }
}

/** Writes a file unless there is one, which nobody can have made in between either. */
function write(file: string, text: string): boolean {
  try {
    makeFolder(dirname(file));
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new Problem('FILE_NOT_WRITTEN', `Cannot write "${file}": ${message}`, { cause });
  }
}

function next(root: string, folder: string, { installs }: Draft): readonly string[] {
  const commands = [
    ...(folder === '.' ? [] : [`cd ${folder}`]),
    ...(hasDependency(root) ? [] : ['npm install --save-dev ecreplay vitest']),
    ...new Set(installs),
    'npx ecreplay run',
  ];
  return commands.map((command) => `  ${command}\n`);
}
