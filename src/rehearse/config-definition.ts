import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Resources, StateMachineSpec } from '../bus/resource/resources.ts';
import { Problem, Problems, type Place } from '../problem.ts';
import { placeOfMember, top } from './config-place.ts';

/** No definition of AWS's is larger: 1 MB, as CreateStateMachine takes it. */
const MOST_BYTES = 1_048_576;

/**
 * Reads the definitions of state machines that are files. Throws `Problems` for those that are not there, at the member that names
 * them, and for those that are no JSON, at the place in the file.
 */
export function readDefinitions(
  file: string,
  machines: NonNullable<Resources['stateMachines']>,
): NonNullable<Resources['stateMachines']> {
  const problems: Problem[] = [];
  const read = Object.entries(machines).map(([name, machine]): readonly [string, StateMachineSpec] => {
    const { definition } = machine;
    if (typeof definition !== 'string') return [name, machine];
    const place = placeOfMember(file, `stateMachines.${name}.definition`);
    const found = readDefinition(resolve(dirname(file), definition), definition, name, place);
    if (found instanceof Problem) problems.push(found);
    return [name, found instanceof Problem ? machine : { ...machine, definition: found }];
  });
  if (problems.length > 0) throw new Problems(problems);
  return Object.fromEntries(read);
}

function readDefinition(path: string, written: string, name: string, place: Place): string | Problem {
  const cannot = `Cannot read the definition of state machine "${name}":`;
  const state = statSync(path, { throwIfNoEntry: false });
  if (state?.isFile() !== true) {
    const how = state === undefined ? `there is no file "${written}"` : `"${written}" is no file`;
    return new Problem('CONFIG_INVALID', `${cannot} ${how}`, { place });
  }
  if (state.size > MOST_BYTES) {
    return new Problem('CONFIG_INVALID', `${cannot} "${written}" is larger than the megabyte that AWS takes`, {
      place,
    });
  }
  const text = readFileSync(path, 'utf8');
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    return new Problem('CONFIG_INVALID', `${cannot} "${written}" is no JSON: ${words}`, {
      cause,
      place: placeIn(path, text, words),
    });
  }
}

/** Where V8 says that JSON ends to be any; it does not always say. */
function placeIn(file: string, text: string, words: string): Place {
  const [, position] = /at position (\d+)/.exec(words) ?? [];
  if (position === undefined) return top(file);
  const before = text.slice(0, Number(position)).split('\n');
  return { file, line: before.length, column: before.at(-1)!.length + 1 };
}
