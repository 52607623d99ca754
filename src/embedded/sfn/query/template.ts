import type { Random } from '../../../random.ts';
import { runtimeFailure } from '../failure.ts';
import { callIntrinsic } from '../intrinsic/call-intrinsic.ts';
import { readIntrinsic, type Argument, type Call } from '../intrinsic/read-intrinsic.ts';
import { isRecord } from '../is-record.ts';
import { follow, type Roots } from '../path/follow.ts';
import { readPath } from '../path/read-path.ts';

/** What a template is filled from. */
export interface Source {
  readonly roots: Roots;
  readonly random: Random;
}

/** Fills a template: a member whose name ends in `.$` takes its value from a path or an intrinsic function. */
export function fill(template: unknown, source: Source): unknown {
  if (Array.isArray(template)) return template.map((item) => fill(item, source));
  if (!isRecord(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$') ? [key.slice(0, -2), drawn(key, value, source)] : [key, fill(value, source)],
    ),
  );
}

function drawn(key: string, value: unknown, source: Source): unknown {
  if (typeof value !== 'string') throw runtimeFailure(`The value for the field '${key}' must be a valid JSONPath`);
  return value.startsWith('$') ? lookUp(value, key, source) : call(readIntrinsic(value), key, source);
}

/** Follows a path that a field names; it must lead somewhere. */
export function lookUp(path: string, field: string, { roots }: Source): unknown {
  const read = readPath(path);
  const found = follow(read, roots);
  if (found !== undefined) return found;
  const input = JSON.stringify(roots(read.root) ?? null);
  throw runtimeFailure(
    `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${input}'`,
  );
}

function call({ name, args }: Call, key: string, source: Source): unknown {
  return callIntrinsic(
    name,
    args.map((argument) => valueOf(argument, key, source)),
    source.random,
  );
}

function valueOf(argument: Argument, key: string, source: Source): unknown {
  switch (argument.kind) {
    case 'value':
      return argument.value;
    case 'call':
      return call(argument.call, key, source);
    case 'path':
      return lookUp(argument.path.text, key, source);
  }
}
