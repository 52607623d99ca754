import { expect, test } from 'vitest';
import type { Model } from '../../../src/wire/model.ts';
import { modelOf } from '../../../src/wire/models.ts';
import { type ClientSchema, readClient } from '../../generate/client-schema.ts';
import { SERVICES } from '../../generate/services.ts';

/** The members of a shape and of all it holds, one a line, as the table has them. */
function linesOfTable(
  { shapes }: Model,
  name: string | undefined,
  path: string,
  above: readonly string[] = [],
): string[] {
  const shape = name === undefined ? undefined : shapes[name];
  if (name === undefined || shape === undefined || above.includes(name)) return [];
  const inside = [...above, name];
  if (shape.type === 'list') return linesOfTable({ shapes } as Model, shape.of, `${path}[]`, inside);
  if (shape.type === 'map') return linesOfTable({ shapes } as Model, shape.of, `${path}{}`, inside);
  if (shape.type !== 'structure') return [];
  return Object.entries(shape.members).flatMap(([member, of]) => [
    `${path}.${member}`,
    ...linesOfTable({ shapes } as Model, of, `${path}.${member}`, inside),
  ]);
}

/** The same, as an installed client has them. */
function linesOfClient(schema: ClientSchema, path: string, above: readonly string[] = []): string[] {
  if (schema.kind === 'list') return linesOfClient(schema.of.schema(), `${path}[]`, above);
  if (schema.kind === 'map') return linesOfClient(schema.of.schema(), `${path}{}`, above);
  if (schema.kind !== 'structure' || above.includes(schema.name)) return [];
  return schema.members.flatMap(({ name, schema: open }) => [
    `${path}.${name}`,
    ...linesOfClient(open(), `${path}.${name}`, [...above, schema.name]),
  ]);
}

test.each(SERVICES)(
  'the table of $client has the operations and inputs of the installed client',
  async ({ client, only }) => {
    const model = (await modelOf(client))!;
    const { operations, errors } = await readClient(client);
    expect(Object.keys(model.operations)).toEqual(operations.map(({ name }) => name));
    expect(operations.length).toBeGreaterThan(5);
    const shaped = operations.filter(({ name }) => only?.includes(name) !== false);
    expect(shaped.length).toBe(only?.length ?? operations.length);
    const ours = shaped.flatMap(({ name }) => new Set(linesOfTable(model, model.operations[name]?.input, name)));
    const theirs = shaped.flatMap(({ name, input }) => new Set(linesOfClient(input, name)));
    expect(ours.map((set) => [...set].toSorted())).toEqual(theirs.map((set) => [...set].toSorted()));
    expect(model.errors).toEqual(
      Object.fromEntries(errors.filter(({ status }) => status !== 400).map(({ name, status }) => [name, status])),
    );
    expect(operations.map(({ name, http }) => [name, http])).toEqual(
      operations.map(({ name }) => [name, model.operations[name]?.http]),
    );
  },
);

test('a service without a table has none', () => {
  expect(modelOf('kms')).toBeUndefined();
  expect(modelOf('constructor')).toBeUndefined();
});
