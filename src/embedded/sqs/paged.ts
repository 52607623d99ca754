import type { Input } from '../service.ts';
import { invalidParameter } from './faults.ts';
import { optional, within } from './read.ts';

/** One page of a list, and the token of the next. Nobody who gives no `MaxResults` gets a token. */
export function paged(
  items: readonly string[],
  input: Input,
): { readonly page: readonly string[]; readonly next: string | undefined } {
  const most = within(input, 'MaxResults', 1, 1000, 'MaxResults must be an integer between 1 and 1000.');
  const token = optional(input, 'NextToken');
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString('utf8'));
  if (!Number.isInteger(start) || start < 0) throw invalidParameter('Invalid or expired next token.');
  const end = start + (most ?? 1000);
  const next = most !== undefined && end < items.length ? Buffer.from(String(end)).toString('base64') : undefined;
  return { page: items.slice(start, end), next };
}
