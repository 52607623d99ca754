import { createHash } from 'node:crypto';
import type { LineChange } from '../file/line-change.ts';
import { walk } from './walk.ts';

/** A manifest that was changed, so that its digest is another than the one that is written everywhere. */
export interface ChangedManifest {
  /** SHA-256 of it as it is written now, in hex. */
  readonly sha256: string;
  /** The manifest, if it refers to others that may have changed as well. */
  readonly text?: string;
}

/** Reads all lines that were written, from the first. */
export type Lines = () => AsyncIterable<readonly { readonly text: string }[]>;

/**
 * Adds the indexes, and whatever else names one of these manifests as its own, because it will be changed as well. Goes
 * through all lines once more for each level that there is, and not at all where no manifest was changed.
 */
export async function withReferrers(
  manifests: ReadonlyMap<string, ChangedManifest>,
  lines: Lines,
): Promise<ReadonlyMap<string, ChangedManifest>> {
  const all = new Map(manifests);
  for (let before = -1; before !== all.size && all.size > 0;) {
    before = all.size;
    const walker = walk({
      text: (text) => text,
      number: (digits) => digits,
      document(text) {
        if (refersToManifests(text) && digestsIn(text).some((digest) => all.has(digest))) {
          const sha256 = sha256Of(text);
          if (!all.has(sha256)) all.set(sha256, { sha256, text });
        }
        return text;
      },
    });
    for await (const batch of lines()) for (const { text } of batch) walker.line(text);
  }
  return all;
}

/** Whether a manifest names others: an index does, and what is attached to one. */
export function refersToManifests(manifest: string): boolean {
  return /"manifests"|"subject"/.test(manifest);
}

function digestsIn(text: string): readonly string[] {
  return [...text.matchAll(DIGEST)].map(([digest]) => digest);
}

/** SHA-256 in hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const DIGEST = /(?<=sha256:)[0-9a-f]{64}(?![0-9a-f])/g;

/**
 * Puts in the place of each digest the one that its manifest has, now that it was changed: in a second pass, because a
 * digest may be told of before its manifest is. An index that holds such a digest changes in turn, and so does its own.
 */
export function followDigests(manifests: ReadonlyMap<string, ChangedManifest>): LineChange {
  if (manifests.size === 0) return (line) => line;
  const settled = new Map<string, string>();
  const follow = (text: string): string =>
    text.includes('sha256:') ? text.replaceAll(DIGEST, (digest) => digestNow(digest)) : text;
  const digestNow = (digest: string): string => {
    const known = settled.get(digest);
    if (known !== undefined) return known;
    const manifest = manifests.get(digest);
    if (manifest === undefined) return digest;
    // What a manifest says of itself, which cannot be, is left as it is.
    settled.set(digest, digest);
    const now = manifest.text === undefined ? manifest.sha256 : sha256Of(follow(manifest.text));
    settled.set(digest, now);
    return now;
  };
  const walker = walk({ text: follow, number: (digits) => digits });
  return (line) => walker.line(line);
}
