import { z } from 'zod';
import { layer, layers, manifestText, saysOneGiven } from './image-parts.ts';
import { lifecycle } from './lifecycle-policy.ts';
import { creationTemplate, pullThroughCacheRule, registrySettings } from './registry-settings.ts';
import { encryption, mutability, policy } from './repository-parts.ts';
import { digest, imageReference, imageTag, instant, repositoryName } from './words.ts';

/** What a repository is made with, be it by a step or before the first. */
export const repositoryShape = {
  name: repositoryName,
  encryption: encryption.optional(),
  ...mutability,
  scanOnPush: z.boolean().optional().meta({ description: 'Whether each push starts a basic scan; false unless told.' }),
  lifecycle: lifecycle.optional(),
  policy: policy.optional().meta({
    description: 'A repository policy; createRepository then also calls SetRepositoryPolicy.',
  }),
  tags: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'Resource tags of the repository: { key: value }.' }),
};

function mediaType(description: string) {
  return z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .optional()
    .meta({ description });
}

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
      digest: digest.optional().meta({
        description:
          'Declares an opaque image: this digest and no manifest; its blobs are the layers and the config that are told.',
      }),
      mediaType: mediaType(
        'Of an opaque image: the media type of its manifest, which events about its storage class name.',
      ),
      artifactType: mediaType('Of an opaque image: the media type of its config, or the kind of artifact it is.'),
      manifest: manifestText,
      pushedAt: instant
        .optional()
        .meta({ description: 'When it was pushed; within the hour before the start unless told.' }),
    })
    .superRefine(saysOneGiven)
    .meta({ description: 'An image that was pushed already.' }),
  registry: registrySettings.meta({ description: 'Settings of the registry that hold already.' }),
  pullThroughCacheRule,
  creationTemplate,
} as const;
