import type { Binding, Model, OperationModel, Scalar, Shape, ShapeName } from '../../src/wire/model.ts';
import type { ClientMember, ClientOperation, ClientError, ClientSchema } from './client-schema.ts';
import type { GeneratedService } from './services.ts';
import type { BotocoreModel, BotocoreShape } from './service-model.ts';

/** What botocore calls the types of whole numbers. */
const WHOLE = new Set(['integer', 'long']);

/**
 * Puts what a client knows (operations, members, bindings) and what the service's model says (lengths, ranges, patterns,
 * enums) into one table.
 */
export function toTable(
  { invalid, answers = false, only, xml = false }: GeneratedService,
  client: { readonly operations: readonly ClientOperation[]; readonly errors: readonly ClientError[] },
  model: BotocoreModel,
): Model {
  const shapes = new Map<string, Shape>();

  /** Adds a shape, and gives the name it has in the table. */
  function add(schema: ClientSchema, shapeName: string | undefined): ShapeName {
    const known = shapeName === undefined ? undefined : model.shapes[shapeName];
    switch (schema.kind) {
      case 'structure':
        return addOnce(shapeName ?? schema.name, (define) =>
          define({ ...structure(schema.members, known), ...(xml && rootOf(schema.traits)) }),
        );
      case 'list':
        return addOnce(shapeName ?? schema.name ?? `${nameOfSimple(schema.of)}List`, (define) =>
          define({
            type: 'list',
            of: add(schema.of.schema(), known?.member?.shape),
            ...bounds(known),
            ...(xml && itemOf(schema.of)),
          }),
        );
      case 'map':
        return addOnce(shapeName ?? schema.name ?? `${nameOfSimple(schema.of)}Map`, (define) =>
          define({
            type: 'map',
            key: add(schema.key.schema(), known?.key?.shape),
            of: add(schema.of.schema(), known?.value?.shape),
            ...bounds(known),
          }),
        );
      default: {
        const scalar = toScalar(schema.kind, known);
        if (Object.keys(scalar).length === 1 || shapeName === undefined) return scalar.type;
        return addOnce(shapeName, (define) => define(scalar));
      }
    }
  }

  function addOnce(name: string, make: (define: (shape: Shape) => void) => void): string {
    if (shapes.has(name)) return name;
    // Shapes refer to themselves: the name stands before the shape does.
    shapes.set(name, { type: 'structure', members: {} });
    make((shape) => shapes.set(name, shape));
    return name;
  }

  function structure(members: readonly ClientMember[], known: BotocoreShape | undefined): Shape {
    const required = members.filter((each) => each.required || known?.required?.includes(each.name));
    const at = members.flatMap((each) => {
      const binding = bindingOf(each);
      return binding === undefined ? [] : [[each.name, binding] as const];
    });
    return {
      type: 'structure',
      members: Object.fromEntries(
        members.map((each) => [each.name, add(each.schema(), known?.members?.[each.name]?.shape)]),
      ),
      ...(required.length > 0 && { required: required.map(({ name }) => name) }),
      ...(at.length > 0 && { at: Object.fromEntries(at) }),
      ...(xml && elementsOf(members)),
    };
  }

  const operations = client.operations.map(({ name, http, input, output }): [string, OperationModel] => {
    const known = model.operations[name];
    if (only?.includes(name) === false) return [name, { ...(http !== undefined && { http }) }];
    return [
      name,
      {
        ...(!isEmpty(input) && { input: add(input, known?.input?.shape) }),
        ...(answers && !isEmpty(output) && { output: add(output, known?.output?.shape) }),
        ...(http !== undefined && { http }),
      },
    ];
  });
  const queryCodes = client.errors.flatMap(({ name, queryCode }) =>
    queryCode === undefined ? [] : [[name, queryCode]],
  );
  return {
    version: model.metadata.apiVersion,
    ...(invalid !== undefined && { invalid }),
    operations: Object.fromEntries(operations),
    errors: Object.fromEntries(
      client.errors.filter(({ status }) => status !== 400).map(({ name, status }) => [name, status]),
    ),
    ...(queryCodes.length > 0 && { queryCodes: Object.fromEntries(queryCodes) as Record<string, string> }),
    shapes: Object.fromEntries([...shapes].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function rootOf({ xmlName }: Readonly<Record<string, unknown>> = {}): { root?: string } {
  return typeof xmlName === 'string' ? { root: xmlName } : {};
}

function itemOf({ traits: { xmlName } }: ClientMember): { item?: string } {
  return typeof xmlName === 'string' ? { item: xmlName } : {};
}

function elementsOf(members: readonly ClientMember[]): { xml?: Readonly<Record<string, string>>; flat?: string[] } {
  const xml = members.flatMap(({ name, traits: { xmlName } }) =>
    typeof xmlName === 'string' && xmlName !== name ? [[name, xmlName] as const] : [],
  );
  const flat = members.filter(({ traits }) => traits['xmlFlattened']).map(({ name }) => name);
  return {
    ...(xml.length > 0 && { xml: Object.fromEntries(xml) }),
    ...(flat.length > 0 && { flat }),
  };
}

function isEmpty(schema: ClientSchema): boolean {
  return schema.kind === 'structure' && schema.members.length === 0;
}

function nameOfSimple(member: ClientMember): string {
  const { kind } = member.schema();
  return kind[0]!.toUpperCase() + kind.slice(1);
}

function bindingOf({ name, traits }: ClientMember): Binding | undefined {
  const { httpHeader, httpQuery, httpPrefixHeaders } = traits;
  if (traits['httpLabel']) return 'uri';
  if (traits['httpPayload']) return 'payload';
  if (traits['httpResponseCode']) return 'status';
  if (traits['httpQueryParams']) return 'query';
  if (typeof httpQuery === 'string') return `query ${httpQuery}`;
  if (typeof httpHeader === 'string') return `header ${httpHeader.toLowerCase()}`;
  return typeof httpPrefixHeaders === 'string' ? `headers ${httpPrefixHeaders.toLowerCase() || name}` : undefined;
}

function bounds({ min, max }: Partial<BotocoreShape> = {}): { min?: number; max?: number } {
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

function toScalar(kind: Scalar['type'], known: BotocoreShape | undefined): Scalar {
  const type = kind === 'number' && known !== undefined && WHOLE.has(known.type) ? 'integer' : kind;
  const { pattern } = known ?? {};
  return {
    type,
    ...bounds(known),
    ...(pattern !== undefined && isUseful(pattern) && { pattern }),
    ...(known?.enum !== undefined && { enum: known.enum }),
  };
}

/** A pattern that anything satisfies says nothing, and one of Java's that JavaScript cannot read cannot be checked. */
function isUseful(pattern: string): boolean {
  if (/^\^?\.[*+]\$?$/.test(pattern) || pattern === String.raw`[\s\S]*`) return false;
  try {
    return new RegExp(pattern, pattern.includes(String.raw`\p{`) ? 'u' : '') instanceof RegExp;
  } catch {
    return false;
  }
}
