import { z } from 'zod';
import { identity } from './identity.ts';
import { digest, duration, freeObject, imageReference, instant, repositoryName } from './words.ts';

const common = {
  as: identity.optional(),
  fails: z
    .string()
    .regex(/^[A-Z][A-Za-z]+$/)
    .optional()
    .meta({ description: 'The error code this step is meant to end in, such as ImageTagAlreadyExistsException. A failure that is not declared is a broken promise.' }),
};

const encryption = z
  .strictObject({
    type: z.enum(['AES256', 'KMS', 'KMS_DSSE']),
    key: z.string().optional().meta({ description: 'The key id or ARN; the AWS managed key aws/ecr, with an id from the seed, unless told.' }),
  })
  .meta({ description: 'Encryption at rest. With KMS, creating the repository makes DescribeKey and two CreateGrant.' });

const lifecycle = z
  .union([
    z.strictObject({ keep: z.int().min(1), description: z.string().optional() }),
    z.strictObject({
      rules: z.array(
        z.strictObject({
          rulePriority: z.int().min(1),
          description: z.string().optional(),
          selection: freeObject,
          action: freeObject,
        }),
      ).min(1),
    }),
  ])
  .meta({ description: 'A lifecycle policy: { keep: N } for "expire all but the newest N", or the policy as ECR takes it.' });

const repositoryShape = {
  name: repositoryName,
  encryption: encryption.optional(),
  imageTagMutability: z.enum(['MUTABLE', 'IMMUTABLE']).optional(),
  scanOnPush: z.boolean().optional(),
  lifecycle: lifecycle.optional(),
  policy: z.union([freeObject, z.string()]).optional().meta({ description: 'A repository policy; createRepository then also calls SetRepositoryPolicy.' }),
  tags: z.record(z.string(), z.string()).optional(),
};

const layer = z
  .union([
    z.int().min(1),
    z.strictObject({ size: z.int().min(1), digest: digest.optional() }),
    z.strictObject({ bytes: z.string().min(1).meta({ description: 'Content, so that the digest is its real SHA-256.' }) }),
  ])
  .meta({ description: 'A layer: its size in bytes, or { size, digest }, or { bytes }. The same size in the same repository is the same layer.' });

const layers = z.array(layer).min(1).max(127);

const platform = z
  .string()
  .regex(/^[a-z0-9]+\/[a-z0-9_]+(\/v\d+)?$/, { error: 'a platform such as linux/amd64' });

/** Every step, by its single key. The one list: types, validation, JSON Schema and help all come from it. */
export const STEPS = {
  createRepository: z
    .strictObject({ ...repositoryShape, login: z.boolean().default(true), ...common })
    .meta({ description: 'Creates a repository: GetAuthorizationToken, CreateRepository (with KMS: DescribeKey and two CreateGrant), and SetRepositoryPolicy where a policy is given.' }),
  push: z
    .strictObject({
      image: imageReference,
      layers: layers.optional().meta({ description: 'The layers; [5242880] unless told.' }),
      config: layer.optional().meta({ description: 'The config blob; 1469 bytes unless told.' }),
      platforms: z.union([z.array(platform).min(1), z.record(platform, layers)]).optional().meta({ description: 'Pushes one manifest a platform by digest, then an index with the tag, as buildx does.' }),
      attestations: z.boolean().optional().meta({ description: 'With platforms: also an attestation manifest each, as buildx makes by default.' }),
      format: z.enum(['docker', 'oci']).optional().meta({ description: 'Media types; docker for a single image, oci with platforms, unless told.' }),
      digest: digest.optional().meta({ description: 'Declares an opaque image: this digest, no manifest, no layers.' }),
      manifest: z.string().optional().meta({ description: 'The text of the manifest, byte for byte; its layers become the layers of the push.' }),
      login: z.boolean().default(true).meta({ description: 'Whether docker login comes first (GetAuthorizationToken); once per identity in twelve hours in any case.' }),
      ...common,
    })
    .meta({ description: 'Pushes an image as docker does: BatchCheckLayerAvailability, InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload for what is new, then PutImage; ECR Image Action PUSH.' }),
  pull: z
    .strictObject({
      image: imageReference,
      platform: platform.optional().meta({ description: 'Of an index: the platform to pull; the first unless told.' }),
      cached: z.union([z.boolean(), z.array(digest)]).optional().meta({ description: 'Layers the client already has: true for all, or digests.' }),
      login: z.boolean().default(true),
      ...common,
    })
    .meta({ description: 'Pulls an image: BatchGetImage (twice for an index), then GetDownloadUrlForLayer for each blob. No EventBridge event exists for a pull but the CloudTrail one.' }),
  scan: z
    .strictObject({
      image: imageReference,
      findings: z
        .strictObject({
          CRITICAL: z.int().min(0).optional(),
          HIGH: z.int().min(0).optional(),
          MEDIUM: z.int().min(0).optional(),
          LOW: z.int().min(0).optional(),
          INFORMATIONAL: z.int().min(0).optional(),
          UNDEFINED: z.int().min(0).optional(),
        })
        .optional()
        .meta({ description: 'How many findings of each severity; a severity left out is absent from the event.' }),
      status: z.enum(['COMPLETE', 'FAILED']).default('COMPLETE'),
      ...common,
    })
    .meta({ description: 'Scans an image: the pending scan-on-push completes, or else StartImageScan is called; ECR Image Scan.' }),
  expire: z
    .strictObject({ repository: repositoryName, ...common })
    .meta({ description: "Runs the repository's lifecycle policy now: PolicyExecutionEvent." }),
  delete: z
    .union([
      z.strictObject({ image: imageReference, ...common }),
      z.strictObject({ images: z.array(imageReference).min(1).max(100), ...common }),
      z.strictObject({ repository: repositoryName, force: z.boolean().optional(), ...common }),
    ])
    .meta({ description: 'Deletes images (BatchDeleteImage; ECR Image Action DELETE) or a repository (DeleteRepository; with KMS two RetireGrant).' }),
  call: z
    .strictObject({
      operation: z.string().min(1),
      request: freeObject.default({}),
      ...common,
    })
    .meta({ description: "Calls one of ECR's operations with the request as the API takes it." }),
  wait: z
    .union([duration, z.strictObject({ until: instant })])
    .meta({ description: 'Lets time pass: a length of time, or { until: an instant }.' }),
} as const;

export type StepName = keyof typeof STEPS;
export const STEP_NAMES = Object.keys(STEPS) as readonly StepName[];

export type StepBody<Name extends StepName> = z.output<(typeof STEPS)[Name]>;
/** One step: exactly one key of STEPS. */
export type Step = { [Name in StepName]: { readonly [Key in Name]: StepBody<Name> } }[StepName];

/** What is there before the first step, with no record of how it came. */
export const GIVEN = {
  repository: z.strictObject({ ...repositoryShape, createdAt: instant.optional() }).meta({ description: 'A repository that exists already.' }),
  image: z
    .strictObject({
      image: imageReference,
      tags: z.array(z.string()).max(1000).optional().meta({ description: 'More tags on the same image.' }),
      layers: layers.optional(),
      config: layer.optional(),
      digest: digest.optional(),
      manifest: z.string().optional(),
      pushedAt: instant.optional(),
    })
    .meta({ description: 'An image that was pushed already.' }),
} as const;

export type GivenName = keyof typeof GIVEN;
export type Given = { [Name in GivenName]: { readonly [Key in Name]: z.output<(typeof GIVEN)[Name]> } }[GivenName];
export type Layer = z.output<typeof layer>;
export type RepositoryInput = z.output<(typeof GIVEN)['repository']>;
