/** A schema as OpenAPI 3.0 has it: JSON Schema, with `nullable` in place of a type. */
export interface OpenApiSchema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'boolean';
  readonly nullable?: true;
  readonly format?: 'date-time';
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  readonly items?: OpenApiSchema;
}

/** What all of these values have in common, as a schema: members that are always there are required; where types differ, anything goes. */
export function inferSchema(values: readonly unknown[]): OpenApiSchema {
  const there: readonly unknown[] = values.filter((value) => value !== null);
  const nullable = there.length < values.length && { nullable: true as const };
  const types = new Set(there.map(typeOf));
  const [type] = types;
  if (types.size !== 1 || type === undefined) return { ...nullable };
  if (type === 'array') return { type, items: inferSchema(there.flat(1)), ...nullable };
  if (type !== 'object') return { type, ...(there.every(isMoment) && { format: 'date-time' as const }), ...nullable };
  const objects = there as readonly Readonly<Record<string, unknown>>[];
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const required = keys.filter((key) => objects.every((object) => Object.hasOwn(object, key)));
  return {
    type,
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(
      keys.map((key) => [
        key,
        inferSchema(objects.filter((object) => Object.hasOwn(object, key)).map((object) => object[key])),
      ]),
    ),
    ...nullable,
  };
}

function typeOf(value: unknown): NonNullable<OpenApiSchema['type']> {
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}

function isMoment(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value);
}
