import { Fault } from '../../wire/fault.ts';

/** One page of ARNs; the token is the first of the next. */
export function cutOut(
  all: readonly string[],
  { nextToken, maxResults }: { readonly nextToken?: string | undefined; readonly maxResults?: number | undefined },
  name: string,
): Readonly<Record<string, unknown>> {
  const start = nextToken === undefined ? 0 : all.indexOf(nextToken);
  if (start === -1) throw new Fault('InvalidParameterException', 'Invalid token.');
  const end = start + (maxResults ?? 100);
  return { [name]: all.slice(start, end), ...(end < all.length && { nextToken: all[end] }) };
}
