import type { Model } from './model.ts';

/** The operation a REST request is for, with what the labels of its path hold. */
export interface Routed {
  readonly operation: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Route {
  readonly operation: string;
  /** Segments as they are, and labels by name. A greedy label takes all that is left. */
  readonly segments: readonly (string | { readonly label: string; readonly greedy: boolean })[];
  /** Parts of the query that tell the operation from others with its path, such as `List=ALL`. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

const routes = new WeakMap<Model, ReadonlyMap<string, readonly Route[]>>();

/** Finds the operation of a REST service by method and URL; of several the one with the fewest labels, that says most of the query. */
export function routeOf(model: Model, method: string, url: string): Routed | undefined {
  let table = routes.get(model);
  if (table === undefined) routes.set(model, (table = toRoutes(model)));
  const [path = '', search = ''] = url.split('?', 2);
  const given = segmentsOf(path);
  for (const { operation, segments, query } of table.get(method) ?? []) {
    const labels = matched(segments, given);
    if (labels !== undefined && asksFor(query, search)) return { operation, labels };
  }
  return undefined;
}

function toRoutes({ operations }: Model): ReadonlyMap<string, readonly Route[]> {
  const byMethod = Map.groupBy(
    Object.entries(operations).flatMap(([operation, { http }]) => (http === undefined ? [] : [{ operation, http }])),
    ({ http: [method] }) => method,
  );
  return new Map(
    [...byMethod].map(([method, all]) => [
      method,
      all
        .map(({ operation, http: [, path] }) => toRoute(operation, path))
        .toSorted((a, b) => labelsOf(a) - labelsOf(b) || b.query.length - a.query.length),
    ]),
  );
}

function toRoute(operation: string, template: string): Route {
  const [path = '', search = ''] = template.split('?', 2);
  const segments = segmentsOf(path).map((segment) => {
    const label = /^\{(.+?)(\+?)\}$/.exec(segment);
    return label === null ? segment : { label: label[1]!, greedy: label[2] === '+' };
  });
  return { operation, segments, query: [...new URLSearchParams(search)] };
}

function labelsOf({ segments }: Route): number {
  return segments.filter((segment) => typeof segment !== 'string').length;
}

function asksFor(query: Route['query'], search: string): boolean {
  if (query.length === 0) return true;
  const given = new URLSearchParams(search);
  return query.every(([name, value]) => given.get(name) === value);
}

/** Without the empty ones: clients differ in whether a path ends with a slash. */
function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function matched(segments: Route['segments'], given: readonly string[]): Record<string, string> | undefined {
  const greedy = segments.some((segment) => typeof segment !== 'string' && segment.greedy);
  if (greedy ? given.length < segments.length : given.length !== segments.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    if (typeof segment === 'string') {
      if (segment !== given[at]) return undefined;
    } else {
      const value = decode(segment.greedy ? given.slice(at).join('/') : given[at]!);
      if (value === undefined) return undefined;
      labels[segment.label] = value;
    }
  }
  return labels;
}

/** `undefined` for an escape that is none. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
