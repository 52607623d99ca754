import { compilePattern } from '../../../pattern/index.ts';

/** Whether an event passes: it matches one of the patterns, or there are none. */
export type Filter = (event: unknown) => boolean;

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
export function openFilter(patterns: readonly string[]): Filter {
  const compiled = patterns.map((pattern) => compilePattern(pattern));
  return (event) => compiled.length === 0 || compiled.some((pattern) => pattern.matches(event));
}

/** What a text is to a filter: the JSON it holds, else the text. */
export function filtered(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
