import { z } from 'zod';
import { freeObject, wording } from './words.ts';

/** Encryption at rest, as people say it. */
export const encryption = z
  .strictObject({
    type: z
      .enum(['AES256', 'KMS', 'KMS_DSSE'])
      .meta({ description: 'AES256: keys that S3 manages. KMS, KMS_DSSE: a key of KMS.' }),
    key: z.string().optional().meta({
      description: 'The key id or ARN; the AWS managed key aws/ecr, with an id from the seed, unless told.',
    }),
  })
  .meta({
    description: 'Encryption at rest. With KMS, creating the repository makes DescribeKey and two CreateGrant.',
  });

const policyText = z
  .string()
  .refine(isJsonObject)
  .register(wording, { noun: 'a policy: a mapping, or the text of a JSON object' });

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** A policy of a repository or of the registry. */
export const policy = z.union([freeObject, policyText]);

const wildcard = z
  .string()
  .regex(/^[0-9a-zA-Z._*-]{1,128}$/)
  .register(wording, { noun: 'a filter of tags: letters, digits, . _ - and at most two *' });

/** Whether tags may move. */
export const mutability = {
  imageTagMutability: z
    .enum(['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION'])
    .optional()
    .meta({ description: 'Whether a tag may move to another image; MUTABLE unless told.' }),
  imageTagMutabilityExclusionFilters: z.array(wildcard).min(1).max(5).optional().meta({
    description: 'With IMMUTABLE_WITH_EXCLUSION or MUTABLE_WITH_EXCLUSION: the tags excepted, such as latest or dev-*.',
  }),
};
