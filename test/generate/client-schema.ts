/** Traits of a member or an operation: a bit mask, or an object with those that carry a value; both, one after the other. */
type Traits = number | Readonly<Record<string, unknown>> | undefined;

/** A shape as the SDK's clients carry it at run time; the layout is that of `@smithy/core/schema`. */
export type ClientSchema =
  | {
      readonly kind: 'structure';
      readonly name: string;
      readonly members: readonly ClientMember[];
      readonly traits?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'list'; readonly name: string | undefined; readonly of: ClientMember }
  | { readonly kind: 'map'; readonly name: string | undefined; readonly key: ClientMember; readonly of: ClientMember }
  | { readonly kind: 'string' | 'number' | 'boolean' | 'timestamp' | 'blob' | 'document' };

/** A member of a structure, or what a list or map holds. */
export interface ClientMember {
  readonly name: string;
  readonly required: boolean;
  readonly traits: Readonly<Record<string, unknown>>;
  /** Opened late: shapes refer to themselves. */
  readonly schema: () => ClientSchema;
}

/** An operation as a client knows it. */
export interface ClientOperation {
  readonly name: string;
  readonly http: readonly [method: string, path: string, status: number] | undefined;
  readonly input: ClientSchema;
  readonly output: ClientSchema;
}

/** An error as a client knows it. */
export interface ClientError {
  readonly name: string;
  readonly status: number;
  readonly queryCode: string | undefined;
}

const BITS = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
];

/** Reads all that an installed client knows of its service. */
export async function readClient(
  client: string,
): Promise<{ readonly operations: readonly ClientOperation[]; readonly errors: readonly ClientError[] }> {
  const exported = Object.values((await import(`@aws-sdk/client-${client}`)) as Record<string, unknown>);
  const schemas = exported.filter((each): each is unknown[] => Array.isArray(each) && typeof each[0] === 'number');
  const sorted = <Named extends { readonly name: string }>(all: Named[]) =>
    all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    operations: sorted(schemas.filter(([kind]) => kind === 9).map(toOperation)),
    errors: sorted(schemas.filter(([kind]) => kind === -3).map(toError)),
  };
}

function toOperation([, , name, traits, input, output]: unknown[]): ClientOperation {
  return {
    name: name as string,
    http: traitsOf(traits as Traits)['http'] as ClientOperation['http'],
    input: open(input),
    output: open(output),
  };
}

function toError([, , name, given]: unknown[]): ClientError {
  const traits = traitsOf(given as Traits);
  const [queryCode] = (traits['awsQueryError'] ?? []) as [string?];
  const fallback = traits['error'] === 'server' ? 500 : 400;
  return { name: name as string, status: (traits['httpError'] as number | undefined) ?? fallback, queryCode };
}

function traitsOf(given: Traits): Readonly<Record<string, unknown>> {
  if (typeof given === 'object') return given;
  return Object.fromEntries(BITS.flatMap((name, bit) => ((given ?? 0) & (1 << bit) ? [[name, 1]] : [])));
}

function member(name: string, given: unknown, required: boolean): ClientMember {
  // A pair of a reference and its traits; a schema proper begins with the number of its kind.
  const pair = Array.isArray(given) && (given.length === 2 || given.length === 3) && !isSchema(given);
  const [reference, ...traits] = pair ? (given as unknown[]) : [given];
  return {
    name,
    required,
    traits: Object.assign({}, ...traits.map((each) => traitsOf(each as Traits))) as Record<string, unknown>,
    schema: () => open(reference),
  };
}

function isSchema(given: readonly unknown[]): boolean {
  return typeof given[0] === 'number' && typeof given[1] === 'string';
}

function open(reference: unknown): ClientSchema {
  const schema = typeof reference === 'function' ? (reference as () => unknown)() : reference;
  if (typeof schema === 'number') return simple(schema);
  if (schema === 'unit') return { kind: 'structure', name: 'Unit', members: [] };
  const [kind, , name, traits, first, second, third] = schema as [
    number,
    string,
    string,
    Traits,
    unknown,
    unknown,
    unknown,
  ];
  switch (kind) {
    case 0:
      return typeof first === 'number' ? simple(first) : open(first);
    case 1:
      return { kind: 'list', name, of: member('member', first, false) };
    case 2:
      return { kind: 'map', name, key: member('key', first, false), of: member('value', second, false) };
    case 3:
    case 4: {
      const names = first as string[];
      const required = (third as number | undefined) ?? 0;
      const members = names.map((each, at) => member(each, (second as unknown[])[at], at < required));
      return { kind: 'structure', name, members, traits: traitsOf(traits) };
    }
    default:
      throw new TypeError(`Cannot read the schema of ${name}: its kind is ${kind}`);
  }
}

function simple(code: number): ClientSchema {
  if (code >= 128)
    return { kind: 'map', name: undefined, key: member('key', 0, false), of: member('value', code - 128, false) };
  if (code >= 64) return { kind: 'list', name: undefined, of: member('member', code - 64, false) };
  if (code >= 4 && code <= 7) return { kind: 'timestamp' };
  if (code === 21 || code === 42) return { kind: 'blob' };
  if (code === 1 || code === 17 || code === 19) return { kind: 'number' };
  if (code === 2) return { kind: 'boolean' };
  if (code === 15) return { kind: 'document' };
  return { kind: 'string' };
}
