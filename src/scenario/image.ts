/** An image as a scenario names it. `tag` and `digest` are both absent for a push without a tag. */
export interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Reads `repository`, `repository:tag`, `repository@sha256:…`. Whether ECR accepts the parts is checked elsewhere. */
export function parseImage(text: string): ImageReference {
  const at = text.indexOf('@');
  if (at >= 0) return { repository: text.slice(0, at), digest: text.slice(at + 1) };
  const colon = text.lastIndexOf(':');
  if (colon > text.lastIndexOf('/')) return { repository: text.slice(0, colon), tag: text.slice(colon + 1) };
  return { repository: text };
}
