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
  return Array.from({ length: text.length }, (_, index) =>
    escapeControl(text.charAt(index), text.charCodeAt(index)),
  ).join('');
}

function escapeControl(unit: string, code: number): string {
  const control = code < 0x20 || (code >= 0x7f && code <= 0x9f);
  return control && unit !== '\n' && unit !== '\r' ? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}` : unit;
}
