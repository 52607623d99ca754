import { Fault } from './fault.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Model, OperationModel, Shape } from './model.ts';
import { typedScalar } from './typed-scalar.ts';

/** Reads what a REST operation is given, from wherever HTTP carries it: path, query, headers, body. */
export function readRestInput(
  model: Model,
  { input: name }: OperationModel,
  labels: Readonly<Record<string, string>>,
  request: HttpRequest,
  body: Uint8Array,
): unknown {
  const shape = name === undefined ? undefined : model.shapes[name];
  if (shape?.type !== 'structure') return {};
  const { members, at = {} } = shape;
  const search = request.url.indexOf('?');
  const query = new URLSearchParams(search === -1 ? '' : request.url.slice(search + 1));
  const hasBody = Object.keys(members).some((member) => at[member] === undefined);
  const input: Record<string, unknown> = hasBody ? readBody(body) : {};
  for (const [member, of] of Object.entries(members)) {
    const binding = at[member];
    if (binding === undefined) continue;
    const [where, key = ''] = binding.split(' ');
    const value =
      where === 'uri'
        ? labels[member]
        : where === 'header'
          ? request.headers[key]
          : where === 'payload'
            ? payloadOf(body, typeOf(model, of))
            : where === 'query'
              ? fromQuery(query, key, model.shapes[of])
              : undefined;
    if (value === undefined) delete input[member];
    else
      input[member] = typeof value === 'string' && where !== 'payload' ? typedScalar(value, typeOf(model, of)) : value;
  }
  return input;
}

function typeOf(model: Model, name: string): string {
  return model.shapes[name]?.type ?? name;
}

function fromQuery(query: URLSearchParams, key: string, shape: Shape | undefined): unknown {
  // Members that take all parameters nobody else takes are of no operation here.
  if (!query.has(key)) return undefined;
  return shape?.type === 'list' ? query.getAll(key) : query.get(key)!;
}

/** Text where the model says bytes: what functions are given is JSON, and a text can be read in a report. */
function payloadOf(body: Uint8Array, type: string): unknown {
  if (body.length === 0) return undefined;
  return type === 'blob' || type === 'string' ? Buffer.from(body).toString('utf8') : readBody(body);
}

function readBody(body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (error) {
    throw new Fault('SerializationException', `Could not parse request body into json: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Fault('SerializationException', 'Could not parse request body into json: it is not an object');
  }
  return value as Record<string, unknown>;
}

/** Lays an answer out as HTTP carries it; `words` makes JSON of what goes into the body. */
export function writeRestOutput(
  model: Model,
  { output: name, http }: OperationModel,
  output: unknown,
  words: (body: unknown) => string,
): HttpResponse {
  const shape = name === undefined ? undefined : model.shapes[name];
  let status = http?.[2] ?? 200;
  const headers: Record<string, string> = {};
  const given = (output ?? {}) as Readonly<Record<string, unknown>>;
  if (shape?.type !== 'structure') return { status, headers, body: status === 204 ? '' : words(given) };
  const { at = {} } = shape;
  const inBody: Record<string, unknown> = {};
  let payload: unknown;
  for (const [member, value] of Object.entries(given)) {
    const binding = at[member];
    if (value === undefined || value === null) continue;
    if (binding === undefined) inBody[member] = value;
    else if (binding === 'status') status = Number(value);
    else if (binding === 'payload') payload = value;
    else headers[binding.slice(binding.indexOf(' ') + 1)] = headerText(value);
  }
  if (!Object.values(at).includes('payload')) return { status, headers, body: status === 204 ? '' : words(inBody) };
  if (payload instanceof Uint8Array || typeof payload === 'string') return { status, headers, body: payload };
  return { status, headers, body: payload === undefined ? '' : words(payload) };
}

function headerText(value: unknown): string {
  return value instanceof Date ? value.toUTCString() : String(value);
}
