import { Problem } from '../problem.ts';
import { readPath, withoutValue, withValue } from './event-path.ts';

/** What is to be changed about an event. */
export interface Edits {
  /** `path=value`, the value as JSON or else as a text. */
  readonly set: readonly string[];
  /** Paths. */
  readonly remove: readonly string[];
}

/** An event with the edits in it, in their order: first all that are set, then all that are removed. */
export function edited(event: object, { set, remove }: Edits): object {
  let value: unknown = event;
  for (const text of set) {
    const at = separator(text);
    const path = text.slice(0, at);
    value = withValue(value, readPath(path), valueOf(text.slice(at + 1)), path);
  }
  for (const text of remove) value = withoutValue(value, readPath(text), text);
  return value as object;
}

/** The first "=" that is not within quotes. */
function separator(text: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    if (text[at] === '=' && !isQuoted && at > 0) return at;
  }
  throw new Problem('USAGE', `Cannot set "${text}": wanted "path=value", such as "detail.image-tag=v2"`);
}

/** `v2` is a text and `7` a number; a text that looks like a number is one in quotes: `"7"`. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
