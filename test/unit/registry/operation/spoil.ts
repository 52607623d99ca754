import type { Json, JsonObject } from '../../../../src/registry/activity.ts';
import type { Shape } from '../../../../src/wire/model.ts';
import { model } from '../../../../src/wire/model/ecr.ts';

/** A way of spoiling a request: what is wrong, where, and the error that says so. */
export interface Spoilt {
  readonly what: string;
  readonly value: JsonObject;
  readonly code: 'InvalidParameterException' | 'SerializationException';
}

function shapeOf(name: string): Shape {
  return model.shapes[name] ?? { type: name as 'string' };
}

/** Values that do not fit a shape, each with what is wrong with it. */
function unfit(
  name: string,
  value: Json,
): { readonly what: string; readonly value: Json; readonly code: Spoilt['code'] }[] {
  const shape = shapeOf(name);
  const mistyped = { what: 'mistyped', value: mistype(shape), code: 'SerializationException' as const };
  const broken = (what: string, each: Json) => ({ what, value: each, code: 'InvalidParameterException' as const });
  switch (shape.type) {
    case 'string':
      return [
        mistyped,
        ...(shape.max === undefined ? [] : [broken('oversize', 'a'.repeat(shape.max + 1))]),
        ...(shape.min === undefined || shape.min === 0 ? [] : [broken('undersize', 'a'.repeat(shape.min - 1))]),
        ...(shape.pattern === undefined
          ? []
          : [broken('of another pattern', '\u2603'.repeat(Math.max(shape.min ?? 1, 1)))]),
        ...(shape.enum === undefined ? [] : [broken('no member of its set', 'NEITHER')]),
      ];
    case 'integer':
    case 'number':
      return [
        mistyped,
        ...(shape.max === undefined ? [] : [broken('too much', shape.max + 1)]),
        ...(shape.min === undefined ? [] : [broken('too little', shape.min - 1)]),
      ];
    case 'list': {
      const items = value as readonly Json[];
      const [first] = items;
      return [
        mistyped,
        ...(shape.max === undefined || first === undefined
          ? []
          : [
              broken(
                'too long',
                Array.from({ length: shape.max + 1 }, () => first),
              ),
            ]),
        ...(shape.min === undefined || shape.min === 0 ? [] : [broken('too short', [])]),
        ...(first === undefined
          ? []
          : unfit(shape.of, first).map((each) => ({ ...each, value: [each.value], what: `of a member ${each.what}` }))),
      ];
    }
    case 'structure':
      return [mistyped, ...spoiled(shape, value as JsonObject)];
    case 'blob':
    case 'boolean':
      return [mistyped];
    default:
      throw new TypeError(`No request of ECR has a ${shape.type}`);
  }
}

function mistype({ type }: Shape): Json {
  return type === 'string' || type === 'blob' || type === 'boolean' ? [1] : 'text';
}

/** Everything that can be wrong with a structure, and with what is in it. */
function spoiled(shape: Extract<Shape, { type: 'structure' }>, good: JsonObject): Spoilt[] {
  return Object.entries(shape.members).flatMap(([member, of]) => {
    const held = good[member];
    const missing =
      shape.required?.includes(member) === true && shapeOf(of).type !== 'blob'
        ? [
            { what: `missing ${member}`, value: without(good, member), code: 'InvalidParameterException' as const },
            {
              what: `null for ${member}`,
              value: { ...good, [member]: null },
              code: 'InvalidParameterException' as const,
            },
          ]
        : [];
    // What a good request leaves out, because it does not go with the rest, is only mistyped.
    const rest = held === undefined ? unfit(of, sample(of)) : unfit(of, held);
    return [
      ...missing,
      ...rest.map(({ what, value, code }) => ({
        what: `${member} ${what}`,
        value: { ...good, [member]: value },
        code,
      })),
    ];
  });
}

function sample(name: string): Json {
  const shape = shapeOf(name);
  if (shape.type === 'list') return [sample(shape.of)];
  if (shape.type === 'structure') return {};
  if (shape.type === 'integer' || shape.type === 'number') return shape.min ?? 0;
  if (shape.type === 'boolean') return true;
  return (shape.type === 'string' ? shape.enum?.[0] : undefined) ?? 'a'.repeat(shape.min ?? 1);
}

function without(object: JsonObject, member: string): JsonObject {
  const { [member]: _member, ...rest } = object;
  return rest;
}

/** Every way of spoiling a good request of an operation, generated from the model. */
export function spoilings(operation: string, good: JsonObject): readonly Spoilt[] {
  const { input } = model.operations[operation] ?? {};
  const shape = input === undefined ? undefined : shapeOf(input);
  return shape?.type === 'structure' ? spoiled(shape, good) : [];
}

/** How many members a request of an operation can have. */
export function memberCount(operation: string): number {
  const { input } = model.operations[operation] ?? {};
  const shape = input === undefined ? undefined : shapeOf(input);
  return shape?.type === 'structure' ? Object.keys(shape.members).length : 0;
}
