import { Fault } from '../../wire/fault.ts';

/** Cuts a list as callers ask for it: `nextToken` is the place that the next part begins at. */
export function page<T>(
  all: readonly T[],
  { maxResults, nextToken }: { readonly maxResults?: number; readonly nextToken?: string },
): { readonly items: readonly T[]; readonly next: { readonly nextToken?: string } } {
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64').toString());
  if (!Number.isSafeInteger(start) || start < 0 || (nextToken !== undefined && start === 0))
    throw new Fault('InvalidToken', `Invalid Token: '${nextToken}'`);
  // Zero stands for the default.
  const end = start + (maxResults === undefined || maxResults === 0 ? 100 : maxResults);
  return {
    items: all.slice(start, end),
    next: end < all.length ? { nextToken: Buffer.from(String(end)).toString('base64') } : {},
  };
}
