import * as ecr from '@aws-sdk/client-ecr';
import { expect, test } from 'vitest';
import { showsAnswer, withDates } from '../../src/cloudtrail/operation.ts';
import type { ApiCall, Json, JsonObject } from '../../src/registry/activity.ts';
import { OPERATION_NAMES } from '../../src/scenario/operation-names.ts';

/** A schema of the SDK client: numbers are simple types, a structure has names and schemas side by side. */
type Schema = readonly unknown[] | number | (() => Schema);

/** How the client marks a moment: without a format, or with one of three. */
const MOMENTS: readonly unknown[] = [4, 5, 6, 7];

/** A value of this schema, with a number wherever a moment belongs. */
function sample(schema: Schema | undefined, depth = 0): Json {
  const resolved = typeof schema === 'function' ? schema() : schema;
  if (MOMENTS.includes(resolved)) return 0;
  if (!Array.isArray(resolved) || depth > 8) return 'text';
  const [kind, , , , names, schemas] = resolved as [number, string, string, unknown, unknown, readonly Schema[]];
  if (kind === 1) return [sample(names as Schema, depth + 1)];
  if (kind !== 3) return {};
  return Object.fromEntries((names as readonly string[]).map((name, at) => [name, sample(schemas[at], depth + 1)]));
}

/** The members that are still numbers. */
function numbers(value: Json, path = ''): readonly string[] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) => numbers(inner, `${path}.${member}`));
}

const answered = OPERATION_NAMES.filter((operation) => showsAnswer(operation));

test('there are answers with moments in the trail, wherever in them', () => {
  const moments = answered.flatMap((operation) => numbers(answerOf(operation)));
  expect(new Set(moments)).toContain('.repository.createdAt');
  expect(moments.length).toBeGreaterThan(10);
});

test.each(answered)('every moment in an answer of %s is put in words', (operation) => {
  const call = { operation } as ApiCall;
  expect(numbers(withDates(call, answerOf(operation), () => 'in words'))).toEqual([]);
});

function answerOf(operation: string): JsonObject {
  return sample((ecr as unknown as Record<string, Schema>)[`${operation}Response$`]) as JsonObject;
}
