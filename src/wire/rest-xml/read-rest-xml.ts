import type { HttpRequest } from '../http.ts';
import type { Model, Shape } from '../model.ts';
import { typedScalar } from '../typed-scalar.ts';
import { malformedXml, readXml, type XmlElement } from '../xml-read.ts';

/** Reads what an operation is given, from path, query, headers and body; a body is XML, or bytes as they are. */
export function readRestXml(
  model: Model,
  operation: string,
  labels: Readonly<Record<string, string>>,
  request: HttpRequest,
): Readonly<Record<string, unknown>> {
  const name = model.operations[operation]?.input;
  const shape = name === undefined ? undefined : model.shapes[name];
  // What is not acted out has no shape, and whoever is shown the call still sees whom it was for.
  if (shape?.type !== 'structure') return { ...labels };
  const { url, headers, body } = request;
  const search = url.indexOf('?');
  const query = new URLSearchParams(search === -1 ? '' : url.slice(search + 1));
  const input: Record<string, unknown> = {};
  for (const [member, of] of Object.entries(shape.members)) {
    const [where, key = ''] = shape.at?.[member]?.split(' ') ?? [];
    const value =
      where === 'uri'
        ? labels[member]
        : where === 'header'
          ? headers[key]
          : where === 'headers'
            ? withPrefix(headers, key)
            : where === 'query'
              ? (query.get(key) ?? undefined)
              : where === 'payload'
                ? payloadOf(model, of, body)
                : undefined;
    if (value === undefined) continue;
    input[member] = typeof value === 'string' && where !== 'payload' ? typedScalar(value, typeOf(model, of)) : value;
  }
  return input;
}

function typeOf(model: Model, name: string): string {
  return model.shapes[name]?.type ?? name;
}

/** User metadata: names come in small letters, as HTTP has them. */
function withPrefix(headers: HttpRequest['headers'], prefix: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith(prefix) && value !== undefined ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}

function payloadOf(model: Model, name: string, body: Uint8Array): unknown {
  const type = typeOf(model, name);
  if (type === 'blob') return body;
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  if (type === 'string') return text;
  return text.trim() === '' ? undefined : valueOf(model, name, readXml(text));
}

function valueOf(model: Model, name: string, element: XmlElement): unknown {
  const shape = model.shapes[name];
  switch (shape?.type) {
    case 'structure':
      return structureOf(model, shape, element);
    case 'list':
      return element.children.map((child) => valueOf(model, shape.of, child));
    case 'map':
      return {};
    default: {
      const value = typedScalar(element.text, shape?.type ?? name);
      if (shape?.type === 'integer' && typeof value !== 'number') throw malformedXml();
      return value;
    }
  }
}

function structureOf(model: Model, shape: Shape & { readonly type: 'structure' }, element: XmlElement): object {
  const { members, xml = {}, flat = [] } = shape;
  const value: Record<string, unknown> = {};
  for (const [member, of] of Object.entries(members)) {
    const wanted = xml[member] ?? member;
    const found = element.children.filter(({ name }) => name === wanted);
    if (found.length === 0) continue;
    const list = model.shapes[of];
    if (flat.includes(member) && list?.type === 'list')
      value[member] = found.map((each) => valueOf(model, list.of, each));
    else value[member] = valueOf(model, of, found[0]!);
  }
  return value;
}
