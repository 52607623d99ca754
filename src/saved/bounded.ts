/** Nobody reads more of one value on a page; the file it came from has the rest. */
const MOST_TEXT = 100_000;
/** A page draws each level inside the one before, and a browser's stack ends at some hundred of them. */
const MOST_DEPTH = 60;

/** A value as JSON holds it, or, where that is too long, a note and its beginning. */
export function bounded(value: unknown): { readonly body: unknown; readonly isCut: boolean; readonly size: number } {
  if (isDeeper(value, MOST_DEPTH)) {
    const body = { leftOut: `JSON of more than ${MOST_DEPTH} levels` };
    return { body, isCut: true, size: textOf(body).length };
  }
  const text = textOf(value);
  if (text.length <= MOST_TEXT) return { body: value, isCut: false, size: text.length };
  const beginning = text.slice(0, 2_000).toWellFormed();
  return { body: { leftOut: `${text.length} characters of JSON; it begins so`, beginning }, isCut: true, size: 2_000 };
}

/** A text of at most so many characters, with what was left out said at its end. */
export function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed()}… (${text.length} characters)`;
}

function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return most === 0 || Object.values(value).some((member) => isDeeper(member, most - 1));
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}
