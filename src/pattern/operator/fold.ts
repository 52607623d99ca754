/** Text to be matched without regard to case. */
export interface Folded {
  /** For each of its characters, the spellings that will do. */
  readonly spellings: readonly (readonly string[])[];
  /** The same from the last character to the first. */
  readonly backwards: readonly (readonly string[])[];
  /** The length of its shortest spelling. */
  readonly least: number;
  /** Whether it has a quote in it, which may be one around the value: AWS matches texts together with those. */
  readonly quotes: boolean;
  /** The two cases of the text, where no character changes its length between them. */
  readonly cases: readonly [lower: string, upper: string] | undefined;
}

/** Takes text apart the way AWS does: a character stands for its lower and its upper case and for nothing else. */
export function foldCase(text: string): Folded {
  const spellings = Array.from({ length: text.length }, (_, index) => {
    const unit = text.charAt(index);
    // AWS goes by UTF-16 units, and half a character has no UTF-8 form: it becomes a question mark there.
    return /[\uD800-\uDFFF]/.test(unit) ? ['?'] : [unit.toLowerCase(), unit.toUpperCase()];
  });
  const backwards = spellings.toReversed();
  const least = spellings.reduce((sum, both) => sum + Math.min(...both.map(({ length }) => length)), 0);
  const quotes = text.includes('"');
  const even = spellings.every((both) => both.every((spelling) => spelling.length === 1));
  if (!even) return { spellings, backwards, least, quotes, cases: undefined };
  return {
    spellings,
    backwards,
    least,
    quotes,
    cases: [spellings.map(([lower]) => lower).join(''), spellings.map(([lower, upper]) => upper ?? lower).join('')],
  };
}

/** Whether the whole text is one spelling of what was folded. */
export function equalsFold(folded: Folded, text: string): boolean {
  if (folded.cases !== undefined) return text.length === folded.cases[0].length && fitsAt(folded.cases, text, 0);
  return text.length >= folded.least && walk(folded.spellings, text, 0, 1).includes(text.length);
}

/** Whether the text, and the quote behind it, begin with one spelling of what was folded. */
export function startsWithFold(folded: Folded, text: string): boolean {
  if (text.length + 1 < folded.least) return false;
  const quoted = folded.quotes ? `${text}"` : text;
  if (folded.cases !== undefined) return fitsAt(folded.cases, quoted, 0);
  return walk(folded.spellings, quoted, 0, 1).length > 0;
}

/** Whether the text, and the quote before it, end with one spelling of what was folded. */
export function endsWithFold(folded: Folded, text: string): boolean {
  if (text.length + 1 < folded.least) return false;
  const quoted = folded.quotes ? `"${text}` : text;
  if (folded.cases !== undefined) return fitsAt(folded.cases, quoted, quoted.length - folded.cases[0].length);
  return walk(folded.backwards, quoted, quoted.length, -1).length > 0;
}

function fitsAt([lower, upper]: readonly [string, string], text: string, from: number): boolean {
  if (from < 0 || from + lower.length > text.length) return false;
  for (let index = 0; index < lower.length; index += 1) {
    const code = text.charCodeAt(from + index);
    if (code !== lower.charCodeAt(index) && code !== upper.charCodeAt(index)) return false;
  }
  return true;
}

/** The places where the spellings, read forwards or backwards from a place, can end. */
function walk(spellings: Folded['spellings'], text: string, from: number, direction: 1 | -1): readonly number[] {
  let places = [from];
  for (const choices of spellings) {
    const next = new Set<number>();
    for (const place of places) {
      for (const spelling of choices) {
        if (text.startsWith(spelling, direction === 1 ? place : place - spelling.length))
          next.add(place + direction * spelling.length);
      }
    }
    places = [...next].filter((place) => place >= 0);
    if (places.length === 0) break;
  }
  return places;
}
