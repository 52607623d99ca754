import { readdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Argument, Command, Option } from 'commander';
import { findConfig, loadSetup } from '../rehearse/config.ts';
import { FLOWS } from '../trigger/flows.ts';

/** A word that may stand next, and what it means. */
export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** How long a configuration may take, while somebody waits at a keyboard. */
const PATIENCE = 2_000;

/**
 * What may stand in place of the last of `words`, by the definitions that the command line is read with. `words` are those after the
 * command's own name; the last is what has been typed of the next, perhaps nothing.
 */
export async function complete(root: Command, words: readonly string[]): Promise<readonly Candidate[]> {
  const typed = joined(words);
  const current = typed.at(-1) ?? '';
  const { command, operands, pending } = walk(root, typed.slice(0, -1));
  const [, name = '', start = ''] = /^(--[\w-]+)=(.*)$/s.exec(current) ?? [];
  if (name !== '') {
    const option = optionOf(command, name);
    const values = option === undefined ? [] : await valuesOf(option, start);
    return fitting(values, start).map(({ value, ...more }) => ({ value: `${name}=${value}`, ...more }));
  }
  if (pending !== undefined) return fitting(await valuesOf(pending, current), current);
  if (current.startsWith('-')) return fitting(optionsOf(command, typed), current);
  if (command.commands.length > 0 && operands === 0) {
    return fitting(
      command.commands.map((one) => ({ value: one.name(), description: one.summary() })),
      current,
    );
  }
  const { registeredArguments: given } = command;
  const argument = given[Math.min(operands, given.length - 1)];
  if (argument === undefined || (operands >= given.length && !argument.variadic)) return [];
  return fitting(await operandsOf(command, argument, current), current);
}

/** Bash takes "=" for a word of its own. */
function joined(words: readonly string[]): readonly string[] {
  const all: string[] = [];
  for (const word of words) {
    const last = all.at(-1);
    if (last?.startsWith('--') === true && (word === '=' || last.endsWith('='))) all[all.length - 1] = last + word;
    else all.push(word);
  }
  return all;
}

/** Where a command line has got to: its verb, how many operands there are, and the option whose value comes next. */
function walk(root: Command, words: readonly string[]) {
  let command = root;
  let operands = 0;
  let pending: Option | undefined;
  for (const word of words) {
    if (pending !== undefined) {
      pending = undefined;
    } else if (word.startsWith('-')) {
      const option = optionOf(command, word);
      pending = option?.required === true && !word.includes('=') ? option : undefined;
    } else {
      const verb = operands === 0 ? command.commands.find((one) => one.name() === word) : undefined;
      if (verb === undefined) operands += 1;
      else command = verb;
    }
  }
  return { command, operands, pending };
}

function optionOf(command: Command, word: string): Option | undefined {
  const name = word.split('=', 1)[0];
  return command.options.find(({ long, short }) => long === name || short === name);
}

/** The options that are not given yet, and those that may be repeated. */
function optionsOf(command: Command, words: readonly string[]): readonly Candidate[] {
  const own = command.options
    .filter(({ long, hidden, defaultValue }) => !hidden && (Array.isArray(defaultValue) || !words.includes(long ?? '')))
    .map(({ long, short, description }) => ({ value: long ?? short ?? '', description }));
  return [...own, { value: '--help', description: 'print this help' }];
}

async function valuesOf({ argChoices: choices, long }: Option, current: string): Promise<readonly Candidate[]> {
  if (choices !== undefined) return choices.map((value) => ({ value }));
  if (long === '--to') {
    const kinds = ['stdout', 'queue:', 'function:', 'bus:', 'topic:'].map((value) => ({ value }));
    return [...(await consumers()), ...kinds];
  }
  return paths(current, () => true);
}

async function operandsOf(command: Command, argument: Argument, current: string): Promise<readonly Candidate[]> {
  if (argument.argChoices !== undefined) return argument.argChoices.map((value) => ({ value }));
  const name = argument.name();
  const files = paths(current, (file) => /\.ya?ml$/.test(file));
  if (name === 'flow') {
    return [...Object.entries(FLOWS).map(([value, { summary: description }]) => ({ value, description })), ...files];
  }
  if (name === 'consumer') return [...(await consumers()), ...paths(current, (file) => /\.[cm]?[jt]s$/.test(file))];
  // Scenarios, wherever they are what a verb works on.
  if (['run', 'emit', 'check', 'export'].includes(command.name())) return files;
  return paths(current, () => true);
}

/** The consumers of the configuration that holds here; none, where it cannot be read. */
async function consumers(): Promise<readonly Candidate[]> {
  const file = findConfig(process.cwd());
  if (file === undefined) return [];
  try {
    const setup = await loadSetup(file, PATIENCE);
    return Object.keys(setup.consumers).map((value) => ({ value, description: 'a consumer of the configuration' }));
  } catch {
    return [];
  }
}

/** Files and folders that begin as a word does; a folder ends in a slash. */
function paths(current: string, isWanted: (file: string) => boolean): readonly Candidate[] {
  const folder = current.endsWith('/') ? current : dirname(current || '.');
  const shown = current.includes('/') ? (folder.endsWith('/') ? folder : `${folder}/`) : '';
  try {
    return readdirSync(resolve(folder), {
      withFileTypes: true,
    })
      .filter((entry) => entry.isDirectory() || isWanted(entry.name))
      .filter(({ name }) => name !== 'node_modules' && (!name.startsWith('.') || /(^|\/)\.[^/]*$/.test(current)))
      .map((entry) => ({ value: `${shown}${entry.name}${entry.isDirectory() ? '/' : ''}` }))
      .toSorted((a, b) => (a.value < b.value ? -1 : 1));
  } catch {
    return [];
  }
}

function fitting(candidates: readonly Candidate[], start: string): readonly Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(start));
}
