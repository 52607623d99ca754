import { Buffer } from 'node:buffer';
import type { JsonObject } from '../activity.ts';
import { invalidParameter } from '../failure.ts';
import { optionalText } from './request.ts';

/** One page of a list: as much as was asked for, or the usual. The token means a place in the list and nothing else. */
export function page<Item>(
  request: JsonObject,
  all: readonly Item[],
  usual: number,
): { readonly items: readonly Item[]; readonly next: { readonly nextToken?: string } } {
  const { maxResults } = request;
  const size = typeof maxResults === 'number' ? maxResults : usual;
  const from = placeOf(optionalText(request, 'nextToken'));
  const to = from + size;
  return {
    items: from === 0 && to >= all.length ? all : all.slice(from, to),
    next: to < all.length ? { nextToken: tokenOf(to) } : {},
  };
}

const TOKEN = /^page:(\d+)$/;

function tokenOf(place: number): string {
  return Buffer.from(`page:${place}`).toString('base64');
}

function placeOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const place = TOKEN.exec(Buffer.from(token, 'base64').toString())?.[1];
  if (place === undefined) throw invalidParameter('nextToken', 'must be a token that an earlier page has given');
  return Number(place);
}
