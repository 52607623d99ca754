import type { z } from 'zod';
import type { ProblemCode } from '../problem.ts';
import { didYouMean, either, nameOf, ownerOf, quote, show, type Complaint } from './complaint.ts';
import { nounOf } from './noun.ts';
import type { Path } from './place.ts';
import { suggestion } from './suggestion.ts';
import { wording } from './words.ts';

type Schema = z.core.$ZodType;

/** Another kind of data than the schema takes. */
export function wrongType(schema: Schema, value: unknown, path: Path): Complaint {
  const code = wording.get(schema)?.code === 'SCENARIO_WRONG_UNIT' ? 'SCENARIO_WRONG_UNIT' : 'SCENARIO_WRONG_TYPE';
  return complain(code, path, isNot(schema, value, path));
}

/** "push.layers" is 846, not a list, did you mean [846]? */
export function isNot(schema: Schema, value: unknown, path: Path): string {
  return `${nameOf(path)} is ${show(value)}, not ${nounOf(schema)}${suggestion(schema, value)}`;
}

/** A complaint about the value at a path, or about its key. */
export function complain(code: ProblemCode, path: Path, says: string, part: Complaint['part'] = 'value'): Complaint {
  return { code, path, part, says };
}

/** A key that a mapping does not take, and what it may have been meant for. */
export function unknownKey(key: string, names: readonly string[], path: Path): Complaint {
  const says = `${quote(key)} is not a key of ${ownerOf(path)}${keyMeant(key, names)}`;
  return complain('SCENARIO_UNKNOWN_KEY', [...path, key], says, 'key');
}

/** The name that a key stands for; if none is near, all there are. */
export function keyMeant(key: string, names: readonly string[], otherwise = 'it takes'): string {
  const name = nameWithin(key, names);
  if (name !== undefined) {
    const missing =
      key[name.length] === ':' ? `a space is missing after "${name}:"` : `":" is missing after ${quote(name)}`;
    return `, ${missing}`;
  }
  return didYouMean(key, names) || `, ${otherwise} ${either(names.map(quote))}`;
}

/** The name that a key begins with, where YAML took more for the key: `image:"web:1"` or `push {image`. */
export function nameWithin(key: string, names: readonly string[]): string | undefined {
  const name = /^([A-Za-z]+)[: ]/.exec(key)?.[1];
  return name !== undefined && names.includes(name) ? name : undefined;
}
