import { z } from 'zod';
import { either, quote, type Complaint } from './complaint.ts';
import type { Explain } from './explain.ts';
import { bare } from './noun.ts';
import type { Path } from './place.ts';
import { complain, keyMeant } from './refusal.ts';

const CODE = 'SCENARIO_UNKNOWN_STEP';

/** An entry of `steps`, `given` or `faults`: dispatched on its single key before anything else is said of it. */
export function explainEntry(
  schema: z.ZodObject,
  entry: Readonly<Record<string, unknown>>,
  path: Path,
  noun: string,
  explain: Explain,
): readonly Complaint[] {
  const names = Object.keys(schema.shape);
  const keys = Object.keys(entry);
  const [first] = keys;
  if (first === undefined)
    return [complain(CODE, path, `it is empty, but ${noun} has one key: ${either(names.map(quote))}`)];
  const known = keys.filter((key) => Object.hasOwn(schema.shape, key));
  const inside = known.flatMap((key) => explain(schema.shape[key], entry[key], [...path, key]));
  if (keys.length > 1) return [severalKeys(schema, keys, known, path, noun), ...inside];
  if (known.length > 0) return inside;
  return [
    complain(CODE, [...path, first], `${quote(first)} is not ${noun}${keyMeant(first, names, 'it is one of')}`, 'key'),
  ];
}

function severalKeys(
  schema: z.ZodObject,
  keys: readonly string[],
  known: readonly string[],
  path: Path,
  noun: string,
): Complaint {
  const owner = known[0];
  const stray = keys.find((key) => key !== owner) ?? keys[1]!;
  // The commonest cause: a member that is not indented far enough.
  const body = owner === undefined ? undefined : bare(schema.shape[owner]);
  const belongs = body instanceof z.ZodObject && Object.hasOwn(body.shape, stray);
  const hint = belongs ? `; ${quote(stray)} belongs under ${quote(owner!)}, further in` : '';
  const found = `${keys.slice(0, 4).map(quote).join(', ')}${keys.length > 4 ? ', …' : ''}`;
  return complain(CODE, [...path, stray], `${noun} has one key, but here are ${keys.length} (${found})${hint}`, 'key');
}
