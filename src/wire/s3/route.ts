import type { HttpRequest } from '../http.ts';
import type { Model } from '../model.ts';
import type { Routed } from '../route.ts';

/** How the requests for an operation look. */
interface Route {
  readonly operation: string;
  /** Whether the path names nothing, a bucket, or an object. */
  readonly level: 0 | 1 | 2;
  /** What the query holds, such as `list-type=2` or a bare `notification`. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** A header without which the request is for another operation of the same path. */
  readonly header: string | undefined;
}

/** Copies look like what they make, but for the header that names what is copied. */
const COPIES: Readonly<Record<string, string>> = {
  CopyObject: 'x-amz-copy-source',
  UploadPartCopy: 'x-amz-copy-source',
};

/** Operations whose requests look like those for a bucket, and name none. */
const OF_NO_BUCKET = new Set(['ListBuckets', 'ListDirectoryBuckets', 'WriteGetObjectResponse']);

/** Hosts of S3 itself, and of this machine: what stands before them names the bucket. */
const VIRTUAL_HOST =
  /^(?!s3\.)(.+?)\.(?:s3[.-](?:[a-z0-9-]+\.)*amazonaws\.com(?:\.cn)?|s3\.(?:[a-z0-9-]+\.)?localhost(?:\.[a-z.]+)?|localhost)(?::\d+)?$/;

const routes = new WeakMap<Model, ReadonlyMap<string, readonly Route[]>>();

/** Finds out which operation a request is for, and of which bucket and object; of several operations the one that says most of the query. */
export function routeS3(model: Model, { method, url, headers }: HttpRequest): Routed | undefined {
  let table = routes.get(model);
  if (table === undefined) routes.set(model, (table = toRoutes(model)));
  const { bucket, key, search } = placeOf(url, headers['host']);
  const level = bucket === '' ? 0 : key === '' ? 1 : 2;
  const given = new URLSearchParams(search);
  const labels = { ...(bucket !== '' && { Bucket: bucket }), ...(key !== '' && { Key: key }) };
  const route = table
    .get(method)
    ?.find(
      (each) =>
        each.level === level &&
        (each.header === undefined || headers[each.header] !== undefined) &&
        each.query.every(([name, value]) => (value === '' ? given.has(name) : given.get(name) === value)),
    );
  return route && { operation: route.operation, labels };
}

/** Bucket and key of a URL, of either style, and its query. Keys are taken as they are, with all their slashes. */
export function placeOf(
  url: string,
  host = '',
): { readonly bucket: string; readonly key: string; readonly search: string } {
  const [path = '', search = ''] = split(url, '?');
  const virtual = VIRTUAL_HOST.exec(host.toLowerCase())?.[1];
  const [bucket = '', key = ''] = virtual === undefined ? split(path.slice(1), '/') : [virtual, path.slice(1)];
  return { bucket: decoded(bucket), key: decoded(key), search };
}

function split(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function toRoutes(model: Model): ReadonlyMap<string, readonly Route[]> {
  const all = Object.entries(model.operations).flatMap(([operation, { http, input }]) =>
    http === undefined ? [] : [{ method: http[0], route: toRoute(operation, http[1], needed(model, input)) }],
  );
  const byMethod = Map.groupBy(all, ({ method }) => method);
  const weight = ({ query, header }: Route): number => query.length + (header === undefined ? 0 : 1);
  return new Map(
    [...byMethod].map(([method, each]) => [
      method,
      each.map(({ route }) => route).toSorted((a, b) => weight(b) - weight(a)),
    ]),
  );
}

/** What the query has to hold because the input cannot do without it, such as the number of a part. */
function needed({ shapes }: Model, input = ''): readonly (readonly [name: string, value: string])[] {
  const shape = shapes[input];
  if (shape?.type !== 'structure') return [];
  const { required = [], at = {} } = shape;
  return required.flatMap((member) => {
    const [where, name = ''] = at[member]?.split(' ') ?? [];
    return where === 'query' ? [[name, ''] as const] : [];
  });
}

function toRoute(operation: string, template: string, more: Route['query']): Route {
  const [path = '', search = ''] = split(template, '?');
  const level = path.includes('{Key') ? 2 : OF_NO_BUCKET.has(operation) ? 0 : 1;
  // Only the SDK for JavaScript says `x-id`, and it says nothing else.
  const query = [...new URLSearchParams(search)].filter(([name]) => name !== 'x-id');
  return { operation, level, query: [...query, ...more], header: COPIES[operation] };
}
