import { fieldPattern } from './fields.ts';
import { jsonPattern } from './json.ts';
import { termPattern } from './terms.ts';

/** What a message that matches has given to the names in the pattern: none for terms, `$.a` for JSON, `$name` for fields. */
export type Extracted = Readonly<Record<string, string>>;

/** A compiled filter pattern: what a message gives, or `undefined` if it does not match. */
export type FilterPattern = (message: string) => Extracted | undefined;

/**
 * Compiles a filter pattern of CloudWatch Logs. Throws the fault for one that is not valid.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilterPattern(pattern: string): FilterPattern {
  const text = pattern.trim();
  if (text.startsWith('{')) return jsonPattern(text);
  if (text.startsWith('[')) return fieldPattern(text);
  return termPattern(text);
}
