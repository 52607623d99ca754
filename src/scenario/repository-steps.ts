import { z } from 'zod';
import { lifecycle } from './lifecycle-policy.ts';
import { registrySettings } from './registry-settings.ts';
import { repositoryShape } from './repository.ts';
import { policy } from './repository-parts.ts';
import { common, login } from './step-parts.ts';
import { repositoryName } from './words.ts';

const none = z.literal('none');
const { name: _name, encryption: _encryption, ...changeable } = repositoryShape;

/** Steps that are about repositories and the registry itself. */
export const REPOSITORY_STEPS = {
  createRepository: z.strictObject({ ...repositoryShape, login, ...common }).meta({
    description:
      'Creates a repository: GetAuthorizationToken, CreateRepository (with KMS: DescribeKey and two CreateGrant), and SetRepositoryPolicy where a policy is given.',
  }),
  configure: z
    .union([
      z
        .strictObject({
          repository: repositoryName,
          ...changeable,
          lifecycle: z
            .union([none, lifecycle])
            .optional()
            .meta({ description: 'A lifecycle policy; none deletes it.' }),
          policy: z.union([none, policy]).optional().meta({ description: 'A repository policy; none deletes it.' }),
          ...common,
        })
        .refine((settings) => Object.keys(changeable).some((key) => Object.hasOwn(settings, key)), {
          path: ['repository'],
          error:
            'is given no other settings, it needs "imageTagMutability", "scanOnPush", "lifecycle", "policy" or "tags"',
        }),
      z.strictObject({ registry: registrySettings.meta({ description: 'Settings of the registry.' }), ...common }),
    ])
    .meta({
      description:
        'Changes settings, a call each: of a repository (PutImageTagMutability, PutImageScanningConfiguration, PutLifecyclePolicy, SetRepositoryPolicy, TagResource) or of the registry (scanning, replication, pull through cache, templates, signing, policy).',
    }),
  preview: z
    .strictObject({
      repository: repositoryName,
      lifecycle: lifecycle.optional().meta({ description: 'The policy to try; that of the repository unless told.' }),
      ...common,
    })
    .meta({
      description:
        'Tries a lifecycle policy without deleting anything: StartLifecyclePolicyPreview, DryRunEvent when it is done, GetLifecyclePolicyPreview.',
    }),
  expire: z
    .strictObject({ repository: repositoryName, ...common })
    .meta({ description: "Runs the repository's lifecycle policy now: PolicyExecutionEvent." }),
} as const;
