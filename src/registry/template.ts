import type { JsonObject, ServiceAction } from './activity.ts';
import { readLifecyclePolicy } from './lifecycle/read.ts';
import type { Moment } from './ledger.ts';
import { underLongest } from './names.ts';
import { makeRepository } from './operation/repository.ts';
import { reserialised } from './policy-text.ts';
import type { Template } from './settings.ts';
import type { Registry, Repository } from './state.ts';

type Reason = NonNullable<ServiceAction['reason']>;

/** The template that holds for a repository ECR is about to make: the longest prefix of those that are for this. */
export function templateFor(registry: Registry, name: string, reason: Reason): Template | undefined {
  return underLongest(registry.settings.templates, name, ({ parts }) => {
    const { appliedFor } = parts;
    return Array.isArray(appliedFor) && appliedFor.includes(reason);
  });
}

/** ECR makes a repository itself, as the template for it says or else with what every repository begins with, and says so. */
export function makeByItself(moment: Moment, name: string, reason: Reason): Repository {
  const parts: JsonObject = templateFor(moment.registry, name, reason)?.parts ?? {};
  const { resourceTags, repositoryPolicy, lifecyclePolicy, ...rest } = parts;
  const repository = makeRepository(resourceTags === undefined ? rest : { ...rest, tags: resourceTags }, name, moment);
  if (typeof repositoryPolicy === 'string' && repositoryPolicy !== '')
    repository.policyText = reserialised(repositoryPolicy, 'repository');
  if (typeof lifecyclePolicy === 'string' && lifecyclePolicy !== '') {
    repository.lifecycle = {
      text: lifecyclePolicy,
      rules: readLifecyclePolicy(lifecyclePolicy),
      id: moment.random.uuid(),
      version: 1,
      lastEvaluatedAt: 0,
    };
  }
  moment.action('service-create-repository', repository, [], undefined, { reason });
  return repository;
}
