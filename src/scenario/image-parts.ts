import { z } from 'zod';
import { digest, wording } from './words.ts';

/** Service quota "Maximum layer size": 52,000 MiB. */
const LARGEST_LAYER = 52_000 * 1024 * 1024;

const size = z
  .int()
  .min(1)
  .max(LARGEST_LAYER)
  .meta({ description: 'Bytes.' })
  .register(wording, { noun: 'a size in bytes that ECR takes for a layer: 1 to 54525952000 (52,000 MiB)' });

/** What an image consists of, as `push` and `given` declare it. */
export const layer = z
  .union([
    size,
    z.strictObject({
      size,
      digest: digest.optional().meta({ description: 'The digest; drawn from the seed unless told.' }),
    }),
    z.strictObject({
      bytes: z.string().min(1).meta({ description: 'Content, so that the digest is its real SHA-256.' }),
    }),
  ])
  .meta({
    id: 'layer',
    description:
      'A layer: its size in bytes, or { size, digest }, or { bytes }. The same size is the same layer; a size that stands twice in one image means two.',
  });

/** The layers of one image. */
export const layers = z.array(layer).min(1).max(127).meta({ id: 'layers', description: 'Layers, the lowest first.' });

/** What a platform manifest is for. */
export const platform = z
  .string()
  .regex(/^[a-z0-9]+\/[a-z0-9_]+(\/v\d+)?$/)
  .meta({ id: 'platform', description: 'A platform, such as linux/arm64.' })
  .register(wording, { noun: 'a platform such as linux/amd64' });

const manifest = z
  .string()
  .refine(saysSchemaVersion2)
  .meta({
    description: 'The text of the manifest, byte for byte; its layers become the layers of the push.',
  })
  .register(wording, { noun: 'the JSON text of a manifest with "schemaVersion": 2' });

/** A manifest that the scenario gives word for word. */
export const manifestText = manifest.optional();

/** The manifests that an index names, word for word. */
export const manifestTexts = z.array(manifest).min(1).optional().meta({
  description: 'With the manifest of an index: the manifests that it names, each pushed by its digest before it.',
});

function saysSchemaVersion2(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'schemaVersion' in value && value.schemaVersion === 2;
  } catch {
    return false;
  }
}

interface ImageParts {
  readonly layers?: unknown;
  readonly config?: unknown;
  readonly platforms?: unknown;
  readonly attestations?: unknown;
  readonly format?: unknown;
  readonly manifest?: unknown;
  readonly manifests?: unknown;
  readonly digest?: unknown;
  readonly subject?: unknown;
  readonly artifactType?: unknown;
}

const PARTS = ['layers', 'config', 'platforms', 'attestations', 'format', 'manifest', 'manifests'] as const;

/** Refuses parts that would be passed over without a word, because another part already says what the image is. */
export function saysOneThing(image: ImageParts, context: z.core.$RefinementCtx): void {
  check(image, context, []);
}

/** The same of an image that was there before: of an opaque one it may say which blobs it has, so that it can be pulled. */
export function saysOneGiven(image: ImageParts, context: z.core.$RefinementCtx): void {
  check(image, context, ['layers', 'config']);
}

function check(image: ImageParts, context: z.core.$RefinementCtx, beside: readonly string[]): void {
  const refuse = (part: string, because: string): void => {
    context.addIssue({ code: 'custom', path: [part], message: because });
  };
  if (image.subject !== undefined) {
    for (const part of [...PARTS, 'digest'] as const)
      if (part !== 'layers' && image[part] !== undefined)
        refuse(part, 'cannot stand beside "subject": what refers to an image is one blob and nothing else');
    return;
  }
  if (image.artifactType !== undefined && beside.length === 0)
    refuse('artifactType', 'has no meaning without "subject"');
  const whole = image.digest !== undefined ? 'digest' : image.manifest !== undefined ? 'manifest' : undefined;
  if (whole !== undefined) {
    const reason =
      whole === 'digest'
        ? 'cannot stand beside "digest", which declares an opaque image'
        : 'cannot stand beside "manifest", which says it all';
    const together = whole === 'manifest' ? ['manifest', 'manifests'] : ['digest', ...beside];
    for (const part of PARTS) if (!together.includes(part) && image[part] !== undefined) refuse(part, reason);
    return;
  }
  if (image.manifests !== undefined)
    refuse('manifests', 'has no meaning without "manifest", the index that names them');
  if (image.attestations === true && image.platforms === undefined)
    refuse('attestations', 'has no meaning without "platforms"');
  if (image.layers !== undefined && image.platforms !== undefined && !Array.isArray(image.platforms)) {
    refuse('layers', 'cannot stand beside "platforms" that name their own layers');
  }
}
