/** A text as AWS compares it, in UTF-8: half a character has no form there and becomes a question mark. */
export function asInUtf8(text: string): string {
  return text.isWellFormed() ? text : text.replaceAll(/\p{Surrogate}/gu, '?');
}

/** Whether a part of a pattern could tell half a character from a question mark. */
export function tellsHalves(json: unknown): boolean {
  return /[?\uD800-\uDFFF]|\\ud[89a-f]/.test(JSON.stringify(json));
}
