import type { HttpResponse } from '../http.ts';
import type { Model, Shape } from '../model.ts';
import { escapeXml } from '../xml.ts';

type Structure = Shape & { readonly type: 'structure' };

/** Where the elements of S3's answers come from: clients of other languages look for it. */
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Lays an answer out as HTTP carries it: headers, status, and a body of XML or of bytes as they are. */
export function writeRestXml(model: Model, operation: string, output: unknown): HttpResponse {
  const { output: name, http } = model.operations[operation] ?? {};
  let status = http?.[2] ?? 200;
  const shape = name === undefined ? undefined : model.shapes[name];
  if (shape?.type !== 'structure') return { status, headers: {}, body: '' };
  const { at = {}, members } = shape;
  const given = (output ?? {}) as Readonly<Record<string, unknown>>;
  const headers: Record<string, string> = {};
  const inBody: Record<string, unknown> = {};
  let body: string | Uint8Array = '';
  for (const [member, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    const [where, key = ''] = at[member]?.split(' ') ?? [];
    if (where === undefined) inBody[member] = value;
    else if (where === 'status') status = Number(value);
    else if (where === 'header') headers[key] = asText(value);
    else if (where === 'headers') {
      for (const [suffix, text] of Object.entries(value)) headers[`${key}${suffix}`] = asText(text);
    } else if (where === 'payload') {
      body =
        value instanceof Uint8Array || typeof value === 'string'
          ? value
          : document(model, members[member]!, shape.xml?.[member] ?? member, value);
    }
  }
  const isXml = Object.keys(members).some((member) => at[member] === undefined);
  // Its one member is a text that stands for the whole answer.
  if (operation === 'GetBucketLocation') {
    body = root('LocationConstraint', escapeXml(asText(given['LocationConstraint'] ?? '')));
  } else if (isXml) body = document(model, name!, shape.root ?? name!, inBody);
  if (headers['content-range'] !== undefined) status = 206;
  return { status, headers: { 'content-type': 'application/xml', ...headers }, body };
}

function asText(value: unknown): string {
  return value instanceof Date ? value.toUTCString() : String(value);
}

function document(model: Model, shape: string, name: string, value: unknown): string {
  return root(name, contentOf(model, shape, value));
}

function root(name: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${NAMESPACE}">${content}</${name}>`;
}

function contentOf(model: Model, name: string, value: unknown): string {
  const shape = model.shapes[name];
  switch (shape?.type) {
    case 'structure':
      return membersOf(model, shape, value as Readonly<Record<string, unknown>>);
    case 'list':
      return (value as readonly unknown[])
        .map((each) => element(shape.item ?? 'member', contentOf(model, shape.of, each)))
        .join('');
    default:
      return value instanceof Date ? value.toISOString() : escapeXml(String(value));
  }
}

function membersOf(
  model: Model,
  { members, xml = {}, flat = [] }: Structure,
  value: Readonly<Record<string, unknown>>,
): string {
  return Object.entries(members)
    .map(([member, of]) => {
      const held = value[member];
      if (held === undefined || held === null) return '';
      const name = xml[member] ?? member;
      const list = model.shapes[of];
      if (flat.includes(member) && list?.type === 'list') {
        return (held as readonly unknown[]).map((each) => element(name, contentOf(model, list.of, each))).join('');
      }
      return element(name, contentOf(model, of, held));
    })
    .join('');
}

function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}
