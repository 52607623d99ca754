import { z } from 'zod';
import { identity } from './identity.ts';
import { layer, layers, manifestText, platform, saysOneThing } from './image-parts.ts';
import { given, repositoryShape } from './repository.ts';
import { digest, duration, freeObject, imageReference, instant, repositoryName, wording } from './words.ts';

const common = {
  as: identity.optional().meta({ description: 'Who acts in this step, if not who acts in the scenario.' }),
  fails: z
    .string()
    .regex(/^[A-Z][A-Za-z]+$/)
    .meta({
      description:
        'The error code this step is meant to end in, such as ImageTagAlreadyExistsException. A failure that is not declared is a broken promise. AccessDenied, ThrottlingException, ExpiredTokenException and ServerException come from outside the registry: a step that says so is refused with them.',
    })
    .register(wording, { noun: 'an error code such as RepositoryNotFoundException' })
    .optional(),
  failsAt: z.string().min(1).optional().meta({
    description:
      'With fails: AccessDenied and the other codes from outside: the operation that is refused, such as PutImage or GetAuthorizationToken. Unless told, the first one that the step is about.',
  }),
};

const login = z.boolean().default(true).meta({
  description:
    'Whether docker login comes first (GetAuthorizationToken); once per identity in twelve hours in any case.',
});

const severity = (name: string): z.ZodOptional<z.ZodInt> =>
  z
    .int()
    .min(0)
    .optional()
    .meta({ description: `Findings of severity ${name}.` });

/** Every step, by its single key. The one list: types, validation, JSON Schema and help all come from it. */
export const STEPS = {
  createRepository: z.strictObject({ ...repositoryShape, login, ...common }).meta({
    description:
      'Creates a repository: GetAuthorizationToken, CreateRepository (with KMS: DescribeKey and two CreateGrant), and SetRepositoryPolicy where a policy is given.',
  }),
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
      manifest: manifestText,
      login,
      ...common,
    })
    .superRefine(saysOneThing)
    .meta({
      description:
        'Pushes an image as docker does: BatchCheckLayerAvailability, InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload for what is new, then PutImage; ECR Image Action PUSH.',
    }),
  pull: z
    .strictObject({
      image: imageReference,
      platform: platform.optional().meta({ description: 'Of an index: the platform to pull; the first unless told.' }),
      cached: z
        .union([z.boolean(), z.array(digest)])
        .optional()
        .meta({ description: 'Layers the client already has: true for all, or digests.' }),
      login,
      ...common,
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
      status: z.enum(['COMPLETE', 'FAILED']).default('COMPLETE').meta({
        description: 'How the scan ends; FAILED for an image that the scanner does not support.',
      }),
      ...common,
    })
    .meta({
      description:
        'Scans an image: the pending scan-on-push completes, or else StartImageScan is called; ECR Image Scan.',
    }),
  expire: z
    .strictObject({ repository: repositoryName, ...common })
    .meta({ description: "Runs the repository's lifecycle policy now: PolicyExecutionEvent." }),
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
  call: z
    .strictObject({
      operation: z.string().min(1).meta({
        description: 'The name of the operation as the API spells it, such as PutImageTagMutability.',
      }),
      request: freeObject
        .default({})
        .meta({ description: 'The request as the API takes it: members in lower camel case.' }),
      ...common,
    })
    .meta({ description: "Calls one of ECR's operations with the request as the API takes it." }),
  wait: z
    .union([duration, z.strictObject({ until: instant })])
    .meta({ description: 'Lets time pass: a length of time, or { until: an instant }.' }),
} as const;

type StepName = keyof typeof STEPS;

/** What stands under the key of a step. */
export type StepBody<Name extends StepName> = z.output<(typeof STEPS)[Name]>;
/** One step: exactly one key of STEPS. */
export type Step = { [Name in StepName]: { readonly [Key in Name]: StepBody<Name> } }[StepName];

/** What is there before the first step, with no record of how it came. */
export const GIVEN = given;

type GivenName = keyof typeof GIVEN;
/** One entry of `given`: exactly one key of GIVEN. */
export type Given = {
  [Name in GivenName]: { readonly [Key in Name]: z.output<(typeof GIVEN)[Name]> };
}[GivenName];
/** A layer as a scenario declares it. */
export type Layer = z.output<typeof layer>;
/** A repository as a scenario describes it. */
export type RepositoryInput = z.output<(typeof GIVEN)['repository']>;
