/**
 * What a gap in a template is filled with. A slot is one number: its kind, and which image or repository it is about.
 *
 * While a template is made a slot stands in texts as a character of the private use areas, which JSON does not escape and
 * which no event of AWS holds.
 */
export const SLOTS = {
  /** The id of the call, which is the event's own. */
  eventID: 0,
  requestID: 1,
  /** The id of the envelope. */
  id: 2,
  /** `2026-01-15T09:30:00Z`, and the same as a number of seconds. */
  time: 3,
  seconds: 4,
  /** 64 hexadecimal digits of an image. */
  digest: 5,
  /** What the names of repositories and tags end with. */
  repository: 6,
  tag: 7,
  account: 8,
} as const;

/** The kinds of slots. */
export type SlotKind = keyof typeof SLOTS;

const SPAN = 4_096;
const FIRST = 0xf0000;

/** How many images a flow can be about. */
export const MOST_IMAGES = SPAN;

/** The number of a slot. */
export function slotOf(kind: SlotKind, which = 0): number {
  return SLOTS[kind] * SPAN + which;
}

/** Takes the number of a slot apart. */
export function kindOf(slot: number): number {
  return Math.floor(slot / SPAN);
}

/** Which image a slot is about. */
export function whichOf(slot: number): number {
  return slot % SPAN;
}

/** The character that stands for a slot. */
export function characterOf(slot: number): string {
  return String.fromCodePoint(FIRST + slot);
}

/** Cuts a text at its slots. */
export function toPieces(text: string): readonly (string | number)[] {
  const pieces: (string | number)[] = [];
  let literal = '';
  for (const character of text) {
    const slot = character.codePointAt(0)! - FIRST;
    if (slot < 0 || slot >= 9 * SPAN) {
      literal += character;
      continue;
    }
    if (literal !== '') pieces.push(literal);
    pieces.push(slot);
    literal = '';
  }
  return literal === '' ? pieces : [...pieces, literal];
}
