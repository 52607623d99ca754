import { Buffer } from 'node:buffer';
import type { Random } from '../../random.ts';
import { MEDIA_TYPES, sha256, type Blob } from '../manifest.ts';
import type { Image } from '../state.ts';
import type { Part } from '../artifact.ts';

/** `{}`, the config of what has none (OCI image specification, "Guidance for an empty descriptor"). */
const EMPTY: Blob = { digest: sha256('{}'), size: 2 };
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';

/** What kind of artifact refers to an image, and of what its content is. */
interface Kind {
  readonly artifactType: string;
  readonly contentType: string;
  readonly size: number;
  /** Distinguishes several of one kind about one image. */
  readonly label: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The manifest of an artifact that refers to an image, as clients of OCI 1.1 make it: one blob, and a `subject`. */
export function toReferrer(
  subject: Image,
  { artifactType, contentType, size, label, annotations }: Kind,
  random: Random,
): Part {
  const content: Blob = {
    digest: `sha256:${random.fork(`${label}/${artifactType}/${subject.digest}/${size}`).hex(64)}`,
    size,
  };
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.oci.manifest,
    artifactType,
    config: { mediaType: EMPTY_TYPE, ...EMPTY },
    layers: [{ mediaType: contentType, ...content }],
    subject: {
      mediaType: subject.mediaType ?? MEDIA_TYPES.oci.manifest,
      digest: subject.digest,
      size: Buffer.byteLength(subject.manifest ?? ''),
    },
    ...(annotations === undefined ? {} : { annotations }),
  });
  return { manifest, mediaType: MEDIA_TYPES.oci.manifest, digest: sha256(manifest), blobs: [EMPTY, content] };
}
