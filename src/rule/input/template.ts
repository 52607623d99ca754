/** An input template, taken apart: its own text, and the places where values go. */
export interface Template {
  /** `text`: one or more quoted strings, delivered as they stand. `json`: has to be JSON once its values are in. */
  readonly kind: 'text' | 'json';
  readonly pieces: readonly Piece[];
}

/** Text of the template's own, or a variable and whether it stands within quotes. */
export type Piece = string | { readonly variable: string; readonly quoted: boolean };

const VARIABLE = /<([A-Za-z0-9_\-.]+)>/y;

/** Takes a template apart. Every text is a template; whether its variables exist is for the caller to see. */
export function parseTemplate(text: string): Template {
  const pieces: Piece[] = [];
  let quoted = false;
  let literal = '';
  for (let at = 0; at < text.length;) {
    VARIABLE.lastIndex = at;
    const found = text[at] === '<' ? VARIABLE.exec(text) : null;
    if (found !== null) {
      if (literal !== '') pieces.push(literal);
      literal = '';
      pieces.push({ variable: found[1]!, quoted });
      at += found[0].length;
      continue;
    }
    if (text[at] === '\\' && quoted) {
      literal += text.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (text[at] === '"') quoted = !quoted;
    literal += text[at]!;
    at += 1;
  }
  if (literal !== '') pieces.push(literal);
  return { kind: text.trimStart().startsWith('"') ? 'text' : 'json', pieces };
}

/** The variables that a template speaks of, in order of their first use. */
export function variablesOf({ pieces }: Template): readonly string[] {
  return [...new Set(pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.variable])))];
}

/** Puts the values in. What comes out need not be JSON: EventBridge escapes nothing. */
export function fillTemplate({ kind, pieces }: Template, valueOf: (variable: string) => unknown): string {
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    else if (kind === 'text') text += inText(valueOf(piece.variable));
    else text += piece.quoted ? inQuotes(valueOf(piece.variable)) : bare(valueOf(piece.variable));
  }
  return text;
}

/** In a text, quotes around strings go, also inside of objects and lists: `{acc_id:0a787ecb,tags:[a,b]}`. */
function inText(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(inText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, member]) => `${key}:${inText(member)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Within the quotes of a JSON template an object or a list brings quotes of its own, and that ends in something that is not JSON. */
function inQuotes(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function bare(value: unknown): string {
  return value === undefined ? '""' : JSON.stringify(value);
}
