import { z } from 'zod';
import { layer, layers, manifestText, saysOneThing } from './image-parts.ts';
import { digest, freeObject, imageReference, imageTag, instant, repositoryName, wording } from './words.ts';

const encryption = z
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

const selection = z
  .strictObject({
    tagStatus: z.enum(['tagged', 'untagged', 'any']).meta({ description: 'Which images the rule looks at.' }),
    tagPrefixList: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: 'With tagged: an image needs a tag for each of these prefixes.' }),
    tagPatternList: z.array(z.string().min(1)).min(1).optional().meta({
      description: 'With tagged: an image needs a tag for each of these patterns, where * stands for anything.',
    }),
    countType: z
      .enum(['imageCountMoreThan', 'sinceImagePushed'])
      .meta({ description: 'Whether the count is one of images or of days.' }),
    countUnit: z.literal('days').optional().meta({ description: 'With sinceImagePushed: days.' }),
    countNumber: z.int().min(1).meta({ description: 'How many images stay, or how many days they stay.' }),
  })
  .superRefine((rule, context) => {
    if (rule.tagStatus === 'tagged' && rule.tagPrefixList === undefined && rule.tagPatternList === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['tagStatus'],
        message: 'is "tagged", which needs "tagPrefixList" or "tagPatternList"',
      });
    }
    if (rule.countType === 'sinceImagePushed' && rule.countUnit === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['countType'],
        message: 'is "sinceImagePushed", which needs "countUnit: days"',
      });
    }
  })
  .meta({ description: 'Which images the rule means.' });

const lifecycleRule = z.strictObject({
  rulePriority: z.int().min(1).meta({ description: 'The order of the rules; the lowest goes first.' }),
  description: z.string().optional().meta({ description: 'What the rule is for.' }),
  selection,
  action: z
    .strictObject({ type: z.literal('expire').meta({ description: 'expire.' }) })
    .meta({ description: 'What becomes of the images: { type: expire }.' }),
});

const lifecycle = z
  .union([
    z.strictObject({
      keep: z.int().min(1).meta({ description: 'How many images stay; older ones expire.' }),
      description: z.string().optional().meta({ description: 'What the rule is for.' }),
    }),
    z.strictObject({
      rules: z.array(lifecycleRule).min(1).meta({ description: 'The rules of the policy as ECR takes them.' }),
    }),
  ])
  .meta({
    description: 'A lifecycle policy: { keep: N } for "expire all but the newest N", or the policy as ECR takes it.',
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

/** What a repository is made with, be it by a step or before the first. */
export const repositoryShape = {
  name: repositoryName,
  encryption: encryption.optional(),
  imageTagMutability: z
    .enum(['MUTABLE', 'IMMUTABLE'])
    .optional()
    .meta({ description: 'Whether a tag may move to another image; MUTABLE unless told.' }),
  scanOnPush: z.boolean().optional().meta({ description: 'Whether each push starts a basic scan; false unless told.' }),
  lifecycle: lifecycle.optional(),
  policy: z.union([freeObject, policyText]).optional().meta({
    description: 'A repository policy; createRepository then also calls SetRepositoryPolicy.',
  }),
  tags: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'Resource tags of the repository: { key: value }.' }),
};

/** What is there before the first step, with no record of how it came, by its single key. */
export const given = {
  repository: z
    .strictObject({
      ...repositoryShape,
      createdAt: instant.optional().meta({
        description: 'When it was created; within the hour before the start unless told.',
      }),
    })
    .meta({ description: 'A repository that exists already.' }),
  image: z
    .strictObject({
      image: imageReference,
      tags: z.array(imageTag).max(1000).optional().meta({ description: 'More tags on the same image.' }),
      layers: layers.optional().meta({ description: 'The layers; [5242880] unless told.' }),
      config: layer.optional().meta({ description: 'The config blob; 1469 bytes unless told.' }),
      digest: digest.optional().meta({ description: 'Declares an opaque image: this digest, no manifest, no layers.' }),
      manifest: manifestText,
      pushedAt: instant
        .optional()
        .meta({ description: 'When it was pushed; within the hour before the start unless told.' }),
    })
    .superRefine(saysOneThing)
    .meta({ description: 'An image that was pushed already.' }),
} as const;
