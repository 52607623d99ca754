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
    const now =
      manifest.text === undefined ? manifest.sha256 : createHash('sha256').update(follow(manifest.text)).digest('hex');
    settled.set(digest, now);
    return now;
  };
  const walker = walk({ text: follow, number: (digits) => digits });
  return (line) => walker.line(line);
}
