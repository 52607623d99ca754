/** A point of a pattern's text, counted the way AWS counts: lines and columns from 1. */
export interface Spot {
  readonly line: number;
  readonly column: number;
}

/** As much of a pattern as AWS repeats in an error. */
const SNIPPET = 500;

/** Words a place in the pattern's text as the service's second error line does. */
export function wordLocation(text: string, spot: Spot): string {
  const rest = text.length > SNIPPET ? `[truncated ${text.length - SNIPPET} chars]` : '';
  return `[Source: (String)"${escapeControls(text.slice(0, SNIPPET))}"${rest}; line: ${spot.line}, column: ${spot.column}]`;
}

/** Control characters show as escapes, except the two that make a new line. */
function escapeControls(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F-\u009F]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}
