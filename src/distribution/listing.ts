import type { HttpResponse } from '../wire/http.ts';
import { Refusal } from './refusal.ts';
import { TAG } from './route.ts';
import { type Answerer, empty, type Visit } from './visit.ts';

/** ECR gives so many at once unless told, and at most. */
const PAGE = 100;
const MOST = 1_000;

/** `/v2/<name>/tags/list`: a page of the tags of a repository. */
export const tags: Answerer = (visit, name) => {
  const size = pageSize(visit);
  visit.call('ListImages', name, { maxResults: Math.max(1, size), filter: { tagStatus: 'TAGGED' } });
  const last = visit.query.get('last');
  if (last !== null && !TAG.test(last)) throw new Refusal(400, 'TAG_INVALID', `'${last}' is not a tag`);
  const all = [...(visit.registry.state.repositories.get(name)?.tags.keys() ?? [])].toSorted(lexically);
  const from = last === null ? 0 : firstAfter(all, last);
  const page = all.slice(from, from + size);
  const more = size > 0 && from + size < all.length;
  const path = `/v2/${name}/tags/list?last=${page.at(-1)}&n=${size}`;
  return json({ name, tags: page }, more ? { link: `<${visit.endpoint}${path}>; rel="next"` } : {});
};

/** `/v2/_catalog`: repositories. ECR gives no more than one page of them. */
export function catalog(visit: Visit): HttpResponse {
  const size = pageSize(visit);
  visit.registry.call(visit.caller, 'DescribeRepositories', { maxResults: Math.max(1, size) });
  return json({ repositories: [...visit.registry.state.repositories.keys()].toSorted().slice(0, size) }, {});
}

/** The base of the API: whoever gets here may go on. */
export function base(): HttpResponse {
  return empty(200, { 'content-type': 'application/json' });
}

/** As the specification wants it: letters whatever their case; the rest decides where that does not. */
function lexically(a: string, b: string): number {
  const [small, other] = [a.toLowerCase(), b.toLowerCase()];
  if (small !== other) return small < other ? -1 : 1;
  return a < b ? -1 : 1;
}

function firstAfter(sorted: readonly string[], last: string): number {
  const index = sorted.findIndex((tag) => tag !== last && lexically(tag, last) > 0);
  return index === -1 ? sorted.length : index;
}

function pageSize({ query }: Visit): number {
  const n = query.get('n');
  if (n === null) return PAGE;
  if (!/^\d{1,9}$/.test(n)) throw new Refusal(400, 'UNSUPPORTED', `'${n}' is no number of results`);
  if (Number(n) > MOST) {
    // ECR's own words (google/go-containerregistry issue 681).
    const constraint = `Member must have value less than or equal to ${MOST}`;
    throw new Refusal(
      405,
      'UNSUPPORTED',
      `Invalid parameter at 'maxResults' failed to satisfy constraint: '${constraint}'`,
    );
  }
  return Number(n);
}

function json(value: unknown, headers: Readonly<Record<string, string>>): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
