import { z } from 'zod';
import { nearest } from '../nearest.ts';
import { nameOf, quote, type Complaint } from './complaint.ts';
import { entryNouns } from './entry.ts';
import { explainEntry } from './explain-entry.ts';
import { explainUnion } from './explain-union.ts';
import { bare, isMapping, isOfKind, nounOf, requiredKeys } from './noun.ts';
import type { Path } from './place.ts';
import { complain, isNot, nameWithin, unknownKey, wrongType } from './refusal.ts';
import { wording } from './words.ts';

type Schema = z.core.$ZodType;
type Mapping = Readonly<Record<string, unknown>>;

/** Says why a schema refuses a value, in complaints about that value and its members. */
export type Explain = (schema: Schema, value: unknown, path: Path) => readonly Complaint[];

/**
 * Says in our own words why a schema refuses a value: every reason, each at the member it is about.
 *
 * zod decides; this only explains. It walks schema and value together, so that of a union only the branch that was
 * meant is talked about, where zod would list the complaints of all of them.
 */
export function explain(schema: Schema, value: unknown, path: Path): readonly Complaint[] {
  const inner = bare(schema);
  if (inner instanceof z.ZodUnion) return explainUnion(inner, value, path, explain);
  if (!isOfKind(inner, value)) return [wrongType(inner, value, path)];
  const members = [...ofMembers(inner, value, path)];
  return members.length > 0 ? members : ofWhole(inner, value, path);
}

function ofMembers(schema: Schema, value: unknown, path: Path): readonly Complaint[] {
  if (schema instanceof z.ZodObject && isMapping(value)) {
    const noun = entryNouns.get(schema)?.noun;
    return noun === undefined ? ofObject(schema, value, path) : explainEntry(schema, value, path, noun, explain);
  }
  if (schema instanceof z.ZodRecord && isMapping(value)) return ofRecord(schema, value, path);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => explain(schema.element, item, [...path, index]));
  }
  return [];
}

function ofObject(schema: z.ZodObject, value: Mapping, path: Path): readonly Complaint[] {
  const names = Object.keys(schema.shape);
  const absent = names.filter((name) => !Object.hasOwn(value, name));
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(schema.shape, key));
  const meant = new Set(unknown.map((key) => nameWithin(key, absent) ?? nearest(key, absent)));
  const complaints = unknown.map((key) => unknownKey(key, names, path));
  for (const key of requiredKeys(schema)) {
    // A key that is merely misspelt is not missing as well.
    if (Object.hasOwn(value, key) || meant.has(key)) continue;
    complaints.push(complain('SCENARIO_MISSING_KEY', path, `${nameOf(path)} has no ${quote(key)}`, 'key'));
  }
  // Joined, not pushed: a list of a million wrong steps would be as many arguments.
  const inside = Object.entries(schema.shape).flatMap(([key, member]) =>
    Object.hasOwn(value, key) ? explain(member, value[key], [...path, key]) : [],
  );
  return [...complaints, ...inside];
}

function ofRecord(schema: z.ZodRecord, value: Mapping, path: Path): readonly Complaint[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const says = `the key ${quote(key)} of ${nameOf(path)} is not ${nounOf(schema.keyType)}`;
    const wrongKey = z.safeParse(schema.keyType, key).success
      ? []
      : [complain('SCENARIO_WRONG_VALUE', [...path, key], says, 'key')];
    return [...wrongKey, ...explain(schema.valueType, member, [...path, key])];
  });
}

/** What zod says of a value whose members are all right, or that has none. */
function ofWhole(schema: Schema, value: unknown, path: Path): readonly Complaint[] {
  const result = z.safeParse(schema, value);
  if (result.success) return [];
  const worded = wording.get(schema);
  const code = worded?.code ?? 'SCENARIO_WRONG_VALUE';
  const rules = result.error.issues.filter((issue) => issue.code === 'custom');
  if (worded === undefined && rules.length > 0) return rules.map((issue) => ofRule(issue, path));
  const [issue] = result.error.issues;
  if (issue?.code === 'too_small' && issue.origin !== 'number' && worded === undefined) {
    const wants = schema instanceof z.ZodArray ? 'an item' : 'some text';
    return [complain(code, path, `${nameOf(path)} is empty, it needs ${wants}`)];
  }
  if (issue?.code === 'too_big' && issue.origin === 'array') {
    return [complain(code, path, `${nameOf(path)} has more than ${issue.maximum} items`)];
  }
  return [complain(code, path, isNot(schema, value, path))];
}

/** A rule that stands beside a schema words itself, to follow the name of the member it is about. */
function ofRule(issue: z.core.$ZodIssue, path: Path): Complaint {
  const at = [...path, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  return complain(
    'SCENARIO_WRONG_VALUE',
    at,
    `${nameOf(at)} ${issue.message}`,
    issue.path.length > 0 ? 'key' : 'value',
  );
}
