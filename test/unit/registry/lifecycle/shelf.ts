import { addImage, moveTag } from '../../../../src/registry/images.ts';
import type { Json, JsonObject } from '../../../../src/registry/activity.ts';
import { readLifecyclePolicy } from '../../../../src/registry/lifecycle/read.ts';
import { newRepository } from '../../../../src/registry/operation/repository.ts';
import { newRegistry, type Image, type LifecyclePolicy, type Repository } from '../../../../src/registry/state.ts';

export const NOW = Date.parse('2026-06-01T00:00:00Z');
const DAY = 86_400_000;

/** An image by its name, which is its digest too. */
export interface Shelved {
  readonly name: string;
  readonly tags?: readonly string[];
  /** Days ago. */
  readonly pushed: number;
  readonly pulled?: number;
  readonly archived?: number;
  readonly restored?: number;
  /** Names of images that it is an index of. */
  readonly of?: readonly string[];
  readonly refersTo?: string;
}

/** A repository with images, each pushed so many days ago. */
export function shelf(images: readonly Shelved[]): Repository {
  const repository = newRepository(newRegistry('123456789012', 'us-east-2'), 'web', {
    createdAt: 0,
    encryption: { type: 'AES256' },
    grants: [],
    mutability: { mode: 'MUTABLE' },
    scanOnPush: false,
  });
  for (const { name, tags = [], pushed, pulled, archived, restored, of = [], refersTo } of images) {
    const image: Image = addImage(repository, {
      digest: name,
      manifestText: undefined,
      manifest: {
        layers: [],
        children: of.map((digest) => ({ digest, platform: 'linux/amd64' })),
        ...(refersTo === undefined ? {} : { subject: refersTo }),
      },
      mediaType: undefined,
      pushedAt: NOW - pushed * DAY,
    });
    for (const tag of tags) moveTag(repository, image, tag);
    if (pulled !== undefined) image.lastPulledAt = NOW - pulled * DAY;
    if (archived !== undefined) image.storage = { status: 'ARCHIVED', archivedAt: NOW - archived * DAY };
    if (restored !== undefined) image.storage = { status: 'ACTIVE', activatedAt: NOW - restored * DAY };
  }
  return repository;
}

/** A rule as the API takes it, with the priority of its place. */
export type Rule = readonly [selection: JsonObject, action?: JsonObject];

export function policyText(rules: readonly Rule[]): string {
  return JSON.stringify({
    rules: rules.map(([selection, action = { type: 'expire' }], index): Json => ({
      rulePriority: index + 1,
      selection,
      action,
    })),
  });
}

export function policyOf(rules: readonly Rule[]): LifecyclePolicy {
  const text = policyText(rules);
  return { text, rules: readLifecyclePolicy(text), id: 'policy', version: 1, lastEvaluatedAt: 0 };
}
