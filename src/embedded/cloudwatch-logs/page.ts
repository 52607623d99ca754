import { Fault } from '../../wire/fault.ts';

/** Which part of a list is asked for. */
export interface Paged {
  readonly limit?: number;
  readonly nextToken?: string;
}

/** Cuts a page out of a list; its token is the key of the last item, so that what is added before it moves nothing. */
export function page<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { limit = 50, nextToken }: Paged,
): { readonly items: readonly T[]; readonly nextToken: { readonly nextToken?: string } } {
  const after = nextToken === undefined ? -1 : all.findIndex((item) => keyOf(item) === nextToken);
  if (nextToken !== undefined && after === -1) {
    throw new Fault('InvalidParameterException', 'The specified nextToken is invalid.');
  }
  const items = all.slice(after + 1, after + 1 + limit);
  const last = items.at(-1);
  return {
    items,
    nextToken: last !== undefined && after + 1 + limit < all.length ? { nextToken: keyOf(last) } : {},
  };
}
