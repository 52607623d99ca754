import type { Model } from './model.ts';
import { typedScalar } from './typed-scalar.ts';

/** Gives what a query request holds the types of its shape. An empty text stands for an empty list, map or structure. */
export function typedQuery(model: Model, name: string, value: unknown): unknown {
  const shape = model.shapes[name];
  switch (shape?.type) {
    case 'structure': {
      const { members } = shape;
      return mapped(value, (each, key) =>
        Object.hasOwn(members, key) ? typedQuery(model, members[key]!, each) : each,
      );
    }
    case 'map':
      return mapped(value, (each) => typedQuery(model, shape.of, each));
    case 'list':
      if (value === '') return [];
      return Array.isArray(value) ? value.map((each) => typedQuery(model, shape.of, each)) : value;
    default:
      return typeof value === 'string' ? typedScalar(value, shape?.type ?? name) : value;
  }
}

function mapped(value: unknown, each: (value: unknown, key: string) => unknown): unknown {
  if (value === '') return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, each(held, key)]));
}

/** Makes a `Map` of every object that is a map by its shape, so that it can be told from a structure when it is worded. */
export function shapedForXml(model: Model, name: string, value: unknown): unknown {
  const shape = model.shapes[name];
  if (value === undefined || value === null) return value;
  switch (shape?.type) {
    case 'structure': {
      const { members } = shape;
      return mapped(value, (each, key) =>
        Object.hasOwn(members, key) ? shapedForXml(model, members[key]!, each) : each,
      );
    }
    case 'map': {
      const entries = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
      return new Map(entries.map(([key, each]) => [key, shapedForXml(model, shape.of, each)]));
    }
    case 'list':
      return Array.isArray(value) ? value.map((each) => shapedForXml(model, shape.of, each)) : value;
    default:
      return value;
  }
}
