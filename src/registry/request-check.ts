import { checkType } from '../wire/check/check-type.ts';
import { type Constraint, constraintsOf, lengthOf } from '../wire/check/constraint.ts';
import { Fault } from '../wire/fault.ts';
import type { Shape } from '../wire/model.ts';
import { model } from '../wire/model/ecr.ts';
import type { Json, JsonObject } from './activity.ts';
import { EcrFailure, invalidParameter } from './failure.ts';
import type { CheckRequest } from './ledger.ts';
import { NAME_PATTERN } from './names.ts';

/**
 * Holds a request against ECR's model before its operation sees it, and answers it with the members that ECR knows: of
 * others it takes no notice. The first thing that is wrong is told, in ECR's own words.
 *
 * In a file of its own, loaded where somebody calls an operation as the API takes it: the model's table is large, and a
 * push or a pull is right by itself.
 */
export const checkRequest: CheckRequest = (operation, request) => {
  const { input } = model.operations[operation] ?? {};
  return input === undefined ? {} : (checked(input, request, []) as JsonObject);
};

/** Members of a request that no member of the model, by their paths: a typing error that AWS would pass over. */
export function unknownMembers(operation: string, request: JsonObject): readonly string[] {
  const { input } = model.operations[operation] ?? {};
  if (input === undefined) return Object.keys(request);
  const found: string[] = [];
  collect(input, request, '', found);
  return found;
}

/** The members that an operation, or a part of its request, has. */
export function knownMembers(operation: string): readonly string[] {
  const { input } = model.operations[operation] ?? {};
  const shape = input === undefined ? undefined : model.shapes[input];
  return shape?.type === 'structure' ? Object.keys(shape.members) : [];
}

function collect(name: string, value: Json, path: string, found: string[]): void {
  const shape = model.shapes[name];
  if (typeof value !== 'object' || value === null || shape === undefined) return;
  if (shape.type === 'list' && Array.isArray(value))
    for (const [index, item] of (value as readonly Json[]).entries())
      collect(shape.of, item, `${path}[${index}]`, found);
  if (shape.type !== 'structure') return;
  for (const [member, held] of Object.entries(value as JsonObject)) {
    const here = path === '' ? member : `${path}.${member}`;
    const of = Object.hasOwn(shape.members, member) ? shape.members[member] : undefined;
    if (of === undefined) found.push(here);
    else collect(of, held, here, found);
  }
}

function checked(name: string, value: Json, path: readonly string[]): Json {
  const shape: Shape = model.shapes[name] ?? { type: name as 'string' };
  mustBe(shape.type, value);
  if (shape.type === 'structure') return checkedStructure(shape, value as JsonObject, path);
  if (shape.type === 'list') {
    const items = value as readonly Json[];
    hold(lengthOf(shape), items, path, name);
    return items.map((item, index) => checked(shape.of, item, [...path, `${index + 1}`]));
  }
  if (shape.type !== 'map') hold(constraintsOf(shape), value, path, name);
  return value;
}

function checkedStructure(
  shape: Extract<Shape, { type: 'structure' }>,
  value: JsonObject,
  path: readonly string[],
): Json {
  const known: Record<string, Json> = {};
  for (const member of Object.keys(value)) {
    const of = Object.hasOwn(shape.members, member) ? shape.members[member] : undefined;
    const held = value[member];
    // An absent member may be said to be null.
    if (of !== undefined && held !== undefined && held !== null) known[member] = checked(of, held, [...path, member]);
  }
  for (const member of shape.required ?? []) {
    if (isBytes(shape.members[member])) delete known[member];
    else if (known[member] === undefined)
      throw invalidParameter([...path, member].join('.'), 'Member must not be null');
  }
  return known;
}

/** The bytes of a layer never stand in a request here: what is uploaded is declared, or kept by whoever serves. */
function isBytes(name: string | undefined): boolean {
  return name !== undefined && model.shapes[name]?.type === 'blob';
}

function mustBe(type: Shape['type'], value: Json): void {
  try {
    checkType(type, value);
  } catch (error) {
    if (error instanceof Fault) throw new EcrFailure(error.code, error.message);
    throw error;
  }
}

function hold(constraints: readonly Constraint[], value: Json, path: readonly string[], shape: string): void {
  for (const { words, holds } of constraints)
    if (!holds(value)) throw invalidParameter(path.join('.'), inEcrsWords(words, shape));
}

/** ECR checks in words of its own, seen in the errors of many users: "must have length …", "must satisfy regular expression '…'". */
function inEcrsWords(words: string, shape: string): string {
  const pattern = /^Member must satisfy regular expression pattern: (.*)$/s.exec(words)?.[1];
  if (pattern !== undefined)
    return `must satisfy regular expression '${shape === 'RepositoryName' ? NAME_PATTERN : pattern}'`;
  return words.replace(/^Member must have/, 'must have');
}
