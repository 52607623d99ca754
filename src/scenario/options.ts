import { z } from 'zod';
import { wording } from './words.ts';

/**
 * What is not confirmed by evidence: a named option each, with a default and the reason why (DISCOVERIES, "Options").
 * Schemas here carry no default, so that a file says only what it wants changed; `DEFAULT_OPTIONS` has them.
 */
export const optionsShape = {
  apiEventVersion: z
    .string()
    .regex(/^1\.\d\d$/)
    .register(wording, { noun: 'a version such as "1.11", in quotes' })
    .optional()
    .meta({
      description: 'eventVersion of ECR API records: 1.11. No real one newer than 2023 (1.08) is public.',
    }),
  imagesPerPolicyExecutionEvent: z.int().min(1).optional().meta({
    description:
      'Images a PolicyExecutionEvent names at most: 9, because the document says that 10 or more give several.',
  }),
  expiryEmitsDelete: z.boolean().optional().meta({
    description:
      'Whether each image that a lifecycle policy expires also gives ECR Image Action DELETE: true, as the document says of any deletion.',
  }),
  deleteEventPerTag: z.boolean().optional().meta({
    description:
      'Deleting an image with several tags by digest: one DELETE event per tag (true) or one without a tag (false).',
  }),
  untaggingEmitsDelete: z.boolean().optional().meta({
    description:
      'Whether deleting one of several tags of an image gives a DELETE event: false, because the image stays.',
  }),
  repositoryDeletionEmitsDelete: z.boolean().optional().meta({
    description: 'Whether a forced DeleteRepository gives a DELETE event for each image: false.',
  }),
  pushEventMediaTypes: z.boolean().optional().meta({
    description:
      'Whether PUSH and DELETE events carry manifest-media-type and artifact-media-type: false. In the schema, in no known sample.',
  }),
  referrerEvents: z.enum(['referrer', 'image', 'none']).optional().meta({
    description:
      'What pushing or deleting a signature or an SBOM gives: ECR Referrer Action (referrer, default), ECR Image Action (image), or nothing. Only its storage class has a documented event.',
  }),
  restoreMinutes: z.number().min(0).optional().meta({
    description: 'How many minutes it takes to restore an image from the archive: 20.',
  }),
  replicationSeconds: z.number().min(0).optional().meta({
    description: 'How many seconds after its push an image arrives at a destination of replication: 3.',
  }),
  nightlyLifecycle: z.boolean().optional().meta({
    description:
      'Whether lifecycle policies are evaluated each night that a wait lets pass: false; only "expire" runs one.',
  }),
  dataKeyCalls: z.enum(['none', 'caller', 'service']).optional().meta({
    description:
      'KMS GenerateDataKey and Decrypt for encrypted repositories: recorded as the caller (default), as AWSService, or not at all.',
  }),
  // Service quotas: a part has at least 5 MiB; UploadLayerPart takes 20 MiB at most.
  partSize: z.int().min(5_242_880).max(20_971_520).optional().meta({
    description: 'partSize that InitiateLayerUpload answers: 10485760 bytes, as two emulators claim.',
  }),
  maxConcurrentUploads: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: "How many layers the client uploads at once: 5, docker's default." }),
  missingRepositoryRetries: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'How often docker tries a refused upload again: 5 attempts in all.' }),
} as const;

/** The options that a scenario sets. */
export type OptionsInput = {
  readonly [Name in keyof typeof optionsShape]?: z.output<(typeof optionsShape)[Name]>;
};
/** All options, those that a scenario leaves unsaid with their defaults. */
export type Options = {
  readonly [Name in keyof typeof optionsShape]-?: NonNullable<z.output<(typeof optionsShape)[Name]>>;
};
