import type { Hidden, Identities } from './identity.ts';

/** Digits that an event can be told by: an id, or an image's digest. Without the `g` of others' hex: neither is part of more. */
const DIGITS =
  /(?<![0-9a-f-])(?:([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})|([0-9a-f]{64}))(?![0-9a-f-])/g;

/** What makes a sequence number of digits; the second argument asks whether the text answers to all of some marks. */
type ToSeq = (hidden: Hidden, holds: (marks: readonly RegExp[]) => boolean) => number | undefined;

/**
 * Finds the event of a run that a text tells of. An id says it at once; an image's digest says it where no id is found.
 */
export function seekerOf(identities: Identities, toSeq: ToSeq): (text: string) => number | undefined {
  return (text) => {
    const holds = (marks: readonly RegExp[]): boolean => marks.every((mark) => mark.test(text));
    let byImage: number | undefined;
    for (const [, uuid, digest] of text.matchAll(DIGITS)) {
      if (uuid !== undefined) {
        const hidden = identities.fromUuid(uuid);
        const seq = hidden === undefined ? undefined : toSeq(hidden, holds);
        if (seq !== undefined) return seq;
      } else if (byImage === undefined && digest !== undefined) {
        const hidden = identities.fromDigest(digest);
        byImage = hidden === undefined ? undefined : toSeq(hidden, holds);
      }
    }
    return byImage;
  };
}
