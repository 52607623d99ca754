/** Text to be matched without regard to case: for each character, the spellings that will do. */
export type Folded = readonly (readonly string[])[];

/** Takes text apart the way AWS does: a character stands for its lower and its upper case and for nothing else. */
export function foldCase(text: string): Folded {
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text.charAt(index);
    // AWS goes by UTF-16 units, and half a character has no UTF-8 form: it becomes a question mark there.
    if (/[\uD800-\uDFFF]/.test(unit)) return ['?'];
    return [...new Set([unit.toLowerCase(), unit.toUpperCase()])];
  });
}

/** Every place in `text` where a match that begins at `from` can end. */
export function endsOfFold(folded: Folded, text: string, from: number): ReadonlySet<number> {
  let places = new Set([from]);
  for (const spellings of folded) {
    const next = new Set<number>();
    for (const place of places) {
      for (const spelling of spellings) {
        if (text.startsWith(spelling, place)) next.add(place + spelling.length);
      }
    }
    places = next;
    if (places.size === 0) break;
  }
  return places;
}

/** Whether the whole text is one spelling of what was folded. */
export function equalsFold(folded: Folded, text: string): boolean {
  return endsOfFold(folded, text, 0).has(text.length);
}

/** Whether the text begins with one spelling of what was folded. */
export function startsWithFold(folded: Folded, text: string): boolean {
  return endsOfFold(folded, text, 0).size > 0;
}

/** Whether the text ends with one spelling of what was folded. */
export function endsWithFold(folded: Folded, text: string): boolean {
  const longest = folded.reduce((sum, spellings) => sum + Math.max(...spellings.map((spelling) => spelling.length)), 0);
  for (let from = Math.max(0, text.length - longest); from <= text.length; from += 1) {
    if (endsOfFold(folded, text, from).has(text.length)) return true;
  }
  return false;
}
