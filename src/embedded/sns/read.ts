import type { Input } from '../service.ts';

/** A text that was given; an empty one counts as none. */
export function optional(input: Input, parameter: string): string | undefined {
  const value = input[parameter];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function inputs(value: unknown): readonly Input[] {
  return Array.isArray(value) ? value.filter(isInput) : [];
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A map of texts. */
export function entries(value: unknown): Readonly<Record<string, string>> {
  if (!isInput(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typeof item === 'string' ? item : '']));
}

/** JSON that has to be an object, or nothing. */
export function parseObject(text: string): Input | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isInput(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** One page of a list of a hundred a page, and the token of the next. */
export function paged<Item>(
  items: readonly Item[],
  token: string | undefined,
): { readonly page: readonly Item[]; readonly next: string | undefined } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString('utf8')) || 0;
  const end = start + 100;
  return {
    page: items.slice(start, end),
    next: end < items.length ? Buffer.from(String(end)).toString('base64') : undefined,
  };
}
