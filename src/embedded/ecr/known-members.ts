import type { Json, JsonObject } from '../../registry/activity.ts';
import { model } from '../../wire/model/ecr.ts';

/** A request with the members that ECR knows: of all others it takes no notice, and the trail shows none. */
export function knownMembers(operation: string, request: JsonObject): JsonObject {
  const { input } = model.operations[operation] ?? {};
  return input === undefined ? {} : (known(input, request) as JsonObject);
}

/** The model has been held against it before: what is no structure, list or map here holds none. */
function known(name: string, value: Json): Json {
  const shape = model.shapes[name];
  if (typeof value !== 'object' || value === null || shape === undefined) return value;
  if (shape.type === 'list') return (value as readonly Json[]).map((item) => known(shape.of, item));
  const entries = Object.entries(value);
  if (shape.type === 'map') return Object.fromEntries(entries.map(([key, held]) => [key, known(shape.of, held)]));
  if (shape.type !== 'structure') return value;
  return Object.fromEntries(
    entries.flatMap(([member, held]): [string, Json][] =>
      Object.hasOwn(shape.members, member) ? [[member, known(shape.members[member]!, held)]] : [],
    ),
  );
}
