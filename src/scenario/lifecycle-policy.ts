import { z } from 'zod';

const COUNT_TYPES = ['imageCountMoreThan', 'sinceImagePushed', 'sinceImagePulled', 'sinceImageTransitioned'] as const;

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
    storageClass: z.enum(['standard', 'archive']).optional().meta({
      description:
        'The class whose images the rule looks at: standard unless told, archive with sinceImageTransitioned.',
    }),
    countType: z.enum(COUNT_TYPES).meta({
      description:
        'What is counted: images, or the days since an image was pushed, was last pulled (with transition) or went to the archive (with expire).',
    }),
    countUnit: z.literal('days').optional().meta({ description: 'With all but imageCountMoreThan: days.' }),
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
    if (rule.countType !== 'imageCountMoreThan' && rule.countUnit === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['countType'],
        message: `is "${rule.countType}", which needs "countUnit: days"`,
      });
    }
  })
  .meta({ description: 'Which images the rule means.' });

const action = z
  .strictObject({
    type: z.enum(['expire', 'transition']).meta({ description: 'expire: deletes. transition: moves to the archive.' }),
    targetStorageClass: z.literal('archive').optional().meta({ description: 'With transition: archive.' }),
  })
  .refine(({ type, targetStorageClass }) => (type === 'transition') === (targetStorageClass !== undefined), {
    path: ['type'],
    error: 'and "targetStorageClass: archive" go together: a transition needs it, and nothing else takes it',
  })
  .meta({
    description: 'What becomes of the images: { type: expire } or { type: transition, targetStorageClass: archive }.',
  });

const lifecycleRule = z.strictObject({
  rulePriority: z.int().min(1).meta({ description: 'The order of the rules; the lowest goes first.' }),
  description: z.string().optional().meta({ description: 'What the rule is for.' }),
  selection,
  action,
});

/** A lifecycle policy, as ECR takes it or in short. */
export const lifecycle = z
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
