import { z } from 'zod';
import { lifecycle } from './lifecycle-policy.ts';
import { encryption, mutability, policy } from './repository-parts.ts';
import { accountId, region, wording } from './words.ts';

const namePrefix = z
  .string()
  .regex(/^(ROOT|(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*\/?)$/)
  .min(2)
  .max(256)
  .register(wording, {
    noun: 'a prefix of repository names such as docker-hub, or ROOT for all',
    code: 'SCENARIO_NAME_REFUSED',
  });

const upstream = z
  .string()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
  .meta({ description: 'The host of the upstream registry, such as public.ecr.aws.' })
  .register(wording, { noun: 'the host of a registry, without https://, such as public.ecr.aws' });

const upstreamFailure = z
  .enum(['UpstreamAccessDenied', 'UpstreamTooManyRequests', 'UpstreamUnavailable', 'ImageInaccessible'])
  .optional()
  .meta({ description: 'Why the upstream gives nothing; every pull that asks it then fails, and its event says so.' });

/** A pull through cache rule. */
export const pullThroughCacheRule = z
  .strictObject({
    prefix: namePrefix.meta({ description: 'The prefix of the repositories that pulls fill, or ROOT.' }),
    upstream,
    upstreamPrefix: z
      .string()
      .min(2)
      .optional()
      .meta({ description: "The prefix of the upstream's own repositories; ROOT unless told." }),
    credentialArn: z.string().min(1).optional().meta({ description: 'The ARN of the secret for the upstream.' }),
    fails: upstreamFailure,
  })
  .meta({
    description: 'A pull through cache rule: a pull below the prefix brings the image in, and makes its repository.',
  });

/** A repository creation template. */
export const creationTemplate = z
  .strictObject({
    prefix: namePrefix.meta({ description: 'The prefix of the repositories it is for, or ROOT.' }),
    appliedFor: z
      .array(z.enum(['CREATE_ON_PUSH', 'PULL_THROUGH_CACHE', 'REPLICATION']))
      .min(1)
      .default(['CREATE_ON_PUSH'])
      .meta({ description: 'What makes repositories by it; CREATE_ON_PUSH unless told.' }),
    description: z.string().min(1).optional().meta({ description: 'What the template is for.' }),
    encryption: encryption.optional(),
    ...mutability,
    policy: policy.optional().meta({ description: 'The policy of its repositories.' }),
    lifecycle: lifecycle.optional(),
    tags: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'Resource tags of its repositories: { key: value }.' }),
    customRoleArn: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'The role that ECR makes them with; needed for tags and for KMS.' }),
  })
  .meta({ description: 'A repository creation template: what repositories are like that nobody has created.' });

const destination = z.strictObject({
  region: region.meta({ description: 'The Region that images go to.' }),
  account: accountId.optional().meta({ description: "The account they go to; the scenario's unless told." }),
  fails: z.enum(['ReplicationDenied', 'QuotaExceeded']).optional().meta({
    description: 'The destination turns replicas away; their event says FAILED.',
  }),
});

const replicationRule = z.strictObject({
  to: z.array(destination).min(1).max(25).meta({ description: 'Where images go: [{ region, account }].' }),
  repositories: z
    .array(namePrefix)
    .min(1)
    .optional()
    .meta({ description: 'Prefixes of the repositories whose images go there; all unless told.' }),
});

const scanRule = z.strictObject({
  frequency: z.enum(['SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL']).meta({ description: 'How often they are scanned.' }),
  repositories: z
    .array(z.string().min(1))
    .min(1)
    .default(['*'])
    .meta({ description: 'Filters of repository names; all unless told.' }),
});

const scanning = z
  .strictObject({
    type: z.enum(['BASIC', 'ENHANCED']).meta({
      description: 'BASIC: ECR scans. ENHANCED: Inspector does, and tells of it in events of its own.',
    }),
    rules: z.array(scanRule).max(2).optional().meta({
      description: 'How often which repositories are scanned; with ENHANCED all of them continuously unless told.',
    }),
  })
  .meta({ description: 'How images are scanned.' });

const signing = z.strictObject({
  profile: z.string().min(1).meta({ description: 'The ARN of the signing profile.' }),
  repositories: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: 'Filters of repository names; all unless told.' }),
});

function setting(description: string): z.ZodOptional<z.ZodString> {
  return z.string().min(1).optional().meta({ description });
}

/** What holds for a registry as a whole: each member is one call, or several. */
export const registrySettings = z
  .strictObject({
    scanning: scanning.optional(),
    replication: z.array(replicationRule).max(10).optional().meta({
      description:
        'Where images are replicated to; a push then replicates, and ECR Replication Action appears over there.',
    }),
    pullThroughCacheRules: z
      .array(pullThroughCacheRule)
      .min(1)
      .optional()
      .meta({ description: 'Pull through cache rules.' }),
    creationTemplates: z
      .array(creationTemplate)
      .min(1)
      .optional()
      .meta({ description: 'Repository creation templates.' }),
    signing: z.array(signing).optional().meta({ description: 'Images that ECR signs when they are pushed.' }),
    policy: policy.optional().meta({ description: 'The policy of the registry.' }),
    settings: z
      .strictObject({
        BASIC_SCAN_TYPE_VERSION: setting('Which scanner basic scanning uses: AWS_NATIVE or CLAIR.'),
        REGISTRY_POLICY_SCOPE: setting('Which actions the policy of the registry is about: V1 or V2.'),
        BLOB_MOUNTING: setting('ENABLED lets a push mount layers of other repositories.'),
      })
      .optional()
      .meta({ description: 'Account settings by name, such as { BLOB_MOUNTING: ENABLED }.' }),
  })
  .refine((settings) => Object.keys(settings).length > 0, {
    error: 'sets nothing, it needs "scanning", "replication" or another of its keys',
  })
  .meta({ minProperties: 1 });

export type RegistrySettings = z.output<typeof registrySettings>;
export type CacheRuleInput = z.output<typeof pullThroughCacheRule>;
export type TemplateInput = z.output<typeof creationTemplate>;
