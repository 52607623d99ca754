import { z } from 'zod';
import { either, nameOf, ownerOf, quote, type Complaint } from './complaint.ts';
import type { Explain } from './explain.ts';
import { isMapping, isOfKind } from './noun.ts';
import type { Path } from './place.ts';
import { complain, unknownKey, wrongType } from './refusal.ts';

/** Chooses the branch that was meant by the kind of data, then by the key that tells the branches apart. */
export function explainUnion(union: z.ZodUnion, value: unknown, path: Path, explain: Explain): readonly Complaint[] {
  const options = union.options.filter((option) => isOfKind(option, value));
  const [only] = options;
  if (only === undefined) return [wrongType(union, value, path)];
  if (options.length === 1 || !isMapping(value)) return explain(only, value, path);

  // The first key of each branch is the one that names it: "role", "user", …
  const branches = options.filter((option) => option instanceof z.ZodObject);
  const byKey = new Map(branches.map((branch) => [Object.keys(branch.shape)[0] ?? '', branch]));
  const [kind, second] = Object.keys(value).filter((key) => byKey.has(key));
  if (second !== undefined) {
    const says = `${quote(kind!)} and ${quote(second)} cannot stand together in ${ownerOf(path)}`;
    return [complain('SCENARIO_WRONG_VALUE', [...path, second], says, 'key')];
  }
  const branch = kind === undefined ? undefined : byKey.get(kind);
  if (branch !== undefined) return explain(branch, value, path);

  const names = [...byKey.keys()];
  const stray = Object.keys(value).find((key) => !branches.some(({ shape }) => Object.hasOwn(shape, key)));
  if (stray !== undefined) return [unknownKey(stray, names, path)];
  return [complain('SCENARIO_MISSING_KEY', path, `${nameOf(path)} has none of ${either(names.map(quote))}`, 'key')];
}
