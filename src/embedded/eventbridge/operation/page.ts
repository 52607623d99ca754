import { invalid } from '../refusal.ts';

/** What list operations are asked for beside their filters. */
export interface Page {
  readonly Limit?: number;
  readonly NextToken?: string;
}

/** One page of a list, and the token of the next. Tokens say where to go on, in a form that nobody is tempted to read. */
export function pageOf<Item>(
  items: readonly Item[],
  { Limit = 100, NextToken }: Page,
): { readonly page: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const from = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64url').toString('latin1'));
  if (!Number.isInteger(from) || from < 0 || from > items.length) throw invalid('Parameter NextToken is not valid.');
  const to = from + Limit;
  return {
    page: items.slice(from, to),
    next: to < items.length ? { NextToken: Buffer.from(String(to)).toString('base64url') } : {},
  };
}
