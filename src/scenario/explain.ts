import { z } from 'zod';
import type { ProblemCode } from '../problem.ts';
import { nearest } from '../nearest.ts';
import { didYouMean, either, entryDepth, nameOf, quote, show, type Complaint } from './complaint.ts';
import { entryNouns } from './entry.ts';
import { bare, isMapping, isOfKind, nounOf, requiredKeys } from './noun.ts';
import type { Path } from './place.ts';
import { suggestion } from './suggestion.ts';
import { wording } from './words.ts';

type Schema = z.core.$ZodType;

/**
 * Says in our own words why a schema refuses a value: every reason, each at the member it is about.
 *
 * zod decides; this only explains. It walks schema and value together, so that of a union only the branch that was
 * meant is talked about, where zod would list the complaints of all of them.
 */
export function explain(schema: Schema, value: unknown, path: Path): readonly Complaint[] {
  const inner = bare(schema);
  const noun = entryNouns.get(inner)?.noun;
  if (inner instanceof z.ZodUnion) return ofUnion(inner, value, path);
  if (!isOfKind(inner, value))
    return [
      complaint(
        'SCENARIO_WRONG_TYPE',
        path,
        `${nameOf(path)} is ${show(value)}, not ${nounOf(inner)}${suggestion(inner, value)}`,
      ),
    ];
  if (inner instanceof z.ZodObject && isMapping(value)) {
    const members = noun === undefined ? ofObject(inner, value, path) : ofEntry(inner, value, path, noun);
    return members.length > 0 ? members : ofWhole(inner, value, path);
  }
  if (inner instanceof z.ZodRecord && isMapping(value)) return ofRecord(inner, value, path);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    const items = value.flatMap((item: unknown, index) => explain(inner.element, item, [...path, index]));
    return items.length > 0 ? items : ofWhole(inner, value, path);
  }
  return ofWhole(inner, value, path);
}

function complaint(code: ProblemCode, path: Path, says: string, part: Complaint['part'] = 'value'): Complaint {
  return { code, path, part, says };
}

/** An entry of `steps`, `given` or `faults`: dispatched on its single key. */
function ofEntry(
  schema: z.ZodObject,
  entry: Readonly<Record<string, unknown>>,
  path: Path,
  noun: string,
): readonly Complaint[] {
  const names = Object.keys(schema.shape);
  const keys = Object.keys(entry);
  const [first] = keys;
  if (first === undefined)
    return [
      complaint('SCENARIO_UNKNOWN_STEP', path, `it is empty, but ${noun} has one key: ${either(names.map(quote))}`),
    ];
  const known = keys.filter((key) => Object.hasOwn(schema.shape, key));
  if (keys.length > 1)
    return [
      ofSeveralKeys(schema, keys, known, path, noun),
      ...known.flatMap((key) => explain(schema.shape[key]!, entry[key], [...path, key])),
    ];
  if (known.length === 0) {
    const hint = didYouMean(first, names) || `, it is one of ${either(names.map(quote))}`;
    return [complaint('SCENARIO_UNKNOWN_STEP', [...path, first], `${quote(first)} is not ${noun}${hint}`, 'key')];
  }
  return explain(schema.shape[first]!, entry[first], [...path, first]);
}

function ofSeveralKeys(
  schema: z.ZodObject,
  keys: readonly string[],
  known: readonly string[],
  path: Path,
  noun: string,
): Complaint {
  const owner = known[0];
  const stray = keys.find((key) => key !== owner) ?? keys[1]!;
  // The commonest cause: a member that is not indented far enough.
  const body = owner === undefined ? undefined : bare(schema.shape[owner]!);
  const belongs = body instanceof z.ZodObject && Object.hasOwn(body.shape, stray);
  const hint = belongs ? `, does ${quote(stray)} belong under ${quote(owner!)}, two spaces further in?` : '';
  return complaint(
    'SCENARIO_UNKNOWN_STEP',
    [...path, stray],
    `${noun} has one key, but here are ${keys.length}: ${keys.slice(0, 4).map(quote).join(', ')}${keys.length > 4 ? ', …' : ''}${hint}`,
    'key',
  );
}

function ofObject(schema: z.ZodObject, value: Readonly<Record<string, unknown>>, path: Path): readonly Complaint[] {
  const names = Object.keys(schema.shape);
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(schema.shape, key));
  const meant = new Set(
    unknown.map((key) =>
      nearest(
        key,
        names.filter((name) => !Object.hasOwn(value, name)),
      ),
    ),
  );
  const complaints = unknown.map((key) => {
    const hint = didYouMean(key, names) || `, it takes ${names.length > 12 ? 'others' : either(names.map(quote))}`;
    return complaint(
      'SCENARIO_UNKNOWN_KEY',
      [...path, key],
      `${quote(key)} is not a key of ${path.length === 0 ? 'a scenario' : path.length === entryDepth(path) ? 'this expectation' : nameOf(path)}${hint}`,
      'key',
    );
  });
  for (const key of requiredKeys(schema)) {
    // A key that is merely misspelt is not missing as well.
    if (!Object.hasOwn(value, key) && !meant.has(key)) {
      complaints.push(
        complaint(
          'SCENARIO_MISSING_KEY',
          path,
          `${path.length === 0 ? 'it' : nameOf(path)} has no ${quote(key)}`,
          'key',
        ),
      );
    }
  }
  for (const [key, member] of Object.entries(schema.shape)) {
    if (Object.hasOwn(value, key)) complaints.push(...explain(member, value[key], [...path, key]));
  }
  return complaints;
}

function ofRecord(schema: z.ZodRecord, value: Readonly<Record<string, unknown>>, path: Path): readonly Complaint[] {
  const complaints: Complaint[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (!z.safeParse(schema.keyType, key).success)
      complaints.push(
        complaint(
          'SCENARIO_WRONG_VALUE',
          [...path, key],
          `the key ${quote(key)} of ${nameOf(path)} is not ${nounOf(schema.keyType)}`,
          'key',
        ),
      );
    if (!z.safeParse(schema.valueType, member).success)
      complaints.push(...explain(schema.valueType, member, [...path, key]));
  }
  return complaints;
}

/** Chooses the branch that was meant by the kind of data, then by the key that tells the branches apart. */
function ofUnion(union: z.ZodUnion, value: unknown, path: Path): readonly Complaint[] {
  const options = union.options.filter((option) => isOfKind(option, value));
  const [only] = options;
  if (only === undefined)
    return [
      complaint(
        'SCENARIO_WRONG_TYPE',
        path,
        `${nameOf(path)} is ${show(value)}, not ${nounOf(union)}${suggestion(union, value)}`,
      ),
    ];
  if (options.length === 1 || !isMapping(value)) return explain(only, value, path);
  const branches = new Map(
    options.flatMap((option) =>
      option instanceof z.ZodObject ? [[Object.keys(option.shape)[0]!, option] as const] : [],
    ),
  );
  const names = [...branches.keys()];
  const present = Object.keys(value).filter((key) => branches.has(key));
  const [kind, second] = present;
  if (kind === undefined) {
    for (const key of Object.keys(value)) {
      const hint = didYouMean(key, names);
      if (hint !== '')
        return [
          complaint(
            'SCENARIO_UNKNOWN_KEY',
            [...path, key],
            `${quote(key)} is not a key of ${nameOf(path)}${hint}`,
            'key',
          ),
        ];
    }
    return [complaint('SCENARIO_MISSING_KEY', path, `${nameOf(path)} has none of ${either(names.map(quote))}`, 'key')];
  }
  if (second !== undefined) {
    return [
      complaint(
        'SCENARIO_WRONG_VALUE',
        [...path, second],
        `${quote(kind)} and ${quote(second)} cannot stand together`,
        'key',
      ),
    ];
  }
  return explain(branches.get(kind)!, value, path);
}

/** What zod says of a value whose members are all right, or that has none. */
function ofWhole(schema: Schema, value: unknown, path: Path): readonly Complaint[] {
  const result = z.safeParse(schema, value);
  if (result.success) return [];
  const worded = wording.get(schema);
  const noun = `${nameOf(path)} is ${show(value)}, not ${nounOf(schema)}${suggestion(schema, value)}`;
  const code = worded?.code ?? 'SCENARIO_WRONG_VALUE';
  const rules = result.error.issues.filter((issue) => issue.code === 'custom');
  if (worded === undefined && rules.length > 0) {
    return rules.map((issue) => {
      const at = [...path, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
      return complaint(code, at, `${nameOf(at)} ${issue.message}`, issue.path.length > 0 ? 'key' : 'value');
    });
  }
  const [issue] = result.error.issues;
  if (issue?.code === 'too_small' && issue.origin !== 'number')
    return [
      complaint(
        code,
        path,
        `${nameOf(path)} is empty, it needs ${schema instanceof z.ZodArray ? 'an item' : 'some text'}`,
      ),
    ];
  if (issue?.code === 'too_big' && issue.origin === 'array')
    return [complaint(code, path, `${nameOf(path)} has more than ${issue.maximum} items`)];
  return [complaint(code, path, noun)];
}
