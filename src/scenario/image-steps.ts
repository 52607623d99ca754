import { z } from 'zod';
import { layer, layers, manifestText, manifestTexts, platform, saysOneThing } from './image-parts.ts';
import { common, login } from './step-parts.ts';
import { accountId, digest, imageReference, region, repositoryName, wording } from './words.ts';

const severity = (name: string): z.ZodOptional<z.ZodInt> =>
  z
    .int()
    .min(0)
    .optional()
    .meta({ description: `Findings of severity ${name}.` });

const storage = (what: string): z.ZodObject<{ image: typeof imageReference } & typeof common> =>
  z.strictObject({ image: imageReference, ...common }).meta({ description: what });

/** Steps that are about images. */
export const IMAGE_STEPS = {
  push: z
    .strictObject({
      image: imageReference,
      layers: layers.optional().meta({ description: 'The layers; [5242880] unless told.' }),
      config: layer.optional().meta({ description: 'The config blob; 1469 bytes unless told.' }),
      platforms: z
        .union([z.array(platform).min(1), z.record(platform, layers)])
        .optional()
        .meta({
          description:
            'Pushes one manifest a platform by digest, then an index with the tag, as buildx does: a list of platforms, or { platform: its layers }.',
        }),
      attestations: z.boolean().optional().meta({
        description: 'With platforms: also an attestation manifest each, as buildx makes by default.',
      }),
      format: z.enum(['docker', 'oci']).optional().meta({
        description: 'Media types; docker for a single image, oci with platforms, unless told.',
      }),
      digest: digest.optional().meta({ description: 'Declares an opaque image: this digest, no manifest, no layers.' }),
      subject: imageReference.optional().meta({
        description:
          'The image that this one refers to, as an SBOM or an attestation does: it is pushed by its digest, and the event is an ECR Referrer Action.',
      }),
      artifactType: z
        .string()
        .regex(/^[\w.+-]+\/[\w.+-]+$/)
        .register(wording, { noun: 'a media type such as text/spdx+json' })
        .optional()
        .meta({
          description: 'With subject: what kind of artifact it is; application/spdx+json unless told.',
        }),
      manifest: manifestText,
      manifests: manifestTexts,
      interrupted: z.boolean().optional().meta({
        description:
          'The client goes away when half of the parts are sent: uploads that were begun are never completed, and no manifest is put.',
      }),
      login,
      ...common,
    })
    .superRefine(saysOneThing)
    .meta({
      description:
        'Pushes an image as docker does: BatchCheckLayerAvailability, InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload for what is new, then PutImage; ECR Image Action PUSH.',
    }),
  sign: z
    .strictObject({
      image: imageReference,
      login,
      ...common,
    })
    .meta({
      description:
        'Signs an image as notation does: a signature that refers to it is pushed by its digest. ECR Referrer Action PUSH; ECR and Signer have no event of their own for it.',
    }),
  pull: z
    .strictObject({
      image: imageReference,
      platform: platform.optional().meta({ description: 'Of an index: the platform to pull; the first unless told.' }),
      cached: z
        .union([z.boolean(), z.array(digest)])
        .optional()
        .meta({ description: 'Layers the client already has: true for all, or digests.' }),
      from: accountId.optional().meta({
        description: "The account whose registry it is pulled from, where that is not the scenario's: a base image.",
      }),
      layers: layers.optional().meta({ description: 'With from: the layers that are there; [5242880] unless told.' }),
      login,
      ...common,
    })
    .refine(({ from, layers: there }) => from !== undefined || there === undefined, {
      path: ['layers'],
      error: 'follow from what was pushed; only an image of another account ("from") has to be told of',
    })
    .meta({
      description:
        'Pulls an image: BatchGetImage (twice for an index), then GetDownloadUrlForLayer for each blob. No EventBridge event exists for a pull but the CloudTrail one.',
    }),
  scan: z
    .strictObject({
      image: imageReference,
      findings: z
        .strictObject({
          CRITICAL: severity('CRITICAL'),
          HIGH: severity('HIGH'),
          MEDIUM: severity('MEDIUM'),
          LOW: severity('LOW'),
          INFORMATIONAL: severity('INFORMATIONAL'),
          UNDEFINED: severity('UNDEFINED'),
        })
        .optional()
        .meta({
          description: 'How many findings of each severity; a severity left out is absent from the event.',
        }),
      vulnerabilities: z.array(z.string().min(1)).min(1).optional().meta({
        description:
          'Under enhanced scanning: the ids of what is found, in the order of findings; drawn from the seed unless told.',
      }),
      status: z.enum(['COMPLETE', 'FAILED']).default('COMPLETE').meta({
        description: 'How the scan ends; FAILED for an image that the scanner does not support.',
      }),
      ...common,
    })
    .meta({
      description:
        'Scans an image: the pending scan-on-push completes, or else StartImageScan is called; ECR Image Scan. Under enhanced scanning Inspector scans: Inspector2 Coverage, Inspector2 Scan and an Inspector2 Finding each.',
    }),
  archive: storage(
    'Moves an image to the archive: UpdateImageStorageClass; ECR Image Action UPDATE_STORAGE_CLASS. It cannot be pulled until it is restored.',
  ),
  restore: storage(
    'Restores an image from the archive: UpdateImageStorageClass, and ECR Image Action UPDATE_STORAGE_CLASS when it can be pulled again.',
  ),
  replicate: z
    .strictObject({
      image: imageReference,
      from: z
        .strictObject({
          region: region.optional().meta({ description: "The Region it comes from; the scenario's unless told." }),
          account: accountId.optional().meta({ description: "The account it comes from; the scenario's unless told." }),
        })
        .refine(({ region: from, account }) => from !== undefined || account !== undefined, {
          error: 'names no place, it needs "region" or "account"',
        })
        .meta({ description: 'Where the image comes from.', minProperties: 1 }),
      layers: layers.optional().meta({ description: 'The layers; [5242880] unless told.' }),
      digest: digest.optional().meta({ description: 'Declares an opaque image: this digest, no manifest, no layers.' }),
      result: z
        .enum(['SUCCESS', 'FAILED'])
        .default('SUCCESS')
        .meta({ description: 'How it ends; SUCCESS unless told.' }),
    })
    .meta({
      description:
        'An image arrives from another Region or account by its replication: ECR Replication Action, and a repository where there is none yet. The sending side is "registry: { replication: … }".',
    }),
  delete: z
    .union([
      z.strictObject({ image: imageReference, ...common }),
      z.strictObject({
        images: z
          .array(imageReference)
          .min(1)
          .max(100)
          .meta({ description: 'Up to 100 images; one call a repository.' }),
        ...common,
      }),
      z.strictObject({
        repository: repositoryName,
        force: z.boolean().optional().meta({
          description: 'Deletes the images, too; without it a repository that holds images stays.',
        }),
        ...common,
      }),
    ])
    .meta({
      description:
        'Deletes images (BatchDeleteImage; ECR Image Action DELETE) or a repository (DeleteRepository; with KMS two RetireGrant).',
    }),
} as const;
