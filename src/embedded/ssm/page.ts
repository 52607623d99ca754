import { Fault } from '../../wire/fault.ts';

/** Cuts a page out of a list; its token is the key of the next item. */
export function page<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { MaxResults, NextToken, size }: { readonly MaxResults?: number; readonly NextToken?: string; readonly size: number },
): { readonly items: readonly T[]; readonly nextToken: { readonly NextToken?: string } } {
  const wanted = NextToken === undefined ? undefined : Buffer.from(NextToken, 'base64url').toString('utf8');
  const start = wanted === undefined ? 0 : all.findIndex((item) => keyOf(item) === wanted);
  if (start === -1) throw new Fault('InvalidNextToken', 'The specified token is not valid.');
  const end = start + (MaxResults ?? size);
  const next = all[end];
  return {
    items: all.slice(start, end),
    nextToken: next === undefined ? {} : { NextToken: Buffer.from(keyOf(next)).toString('base64url') },
  };
}
