import type { JsonObject } from '../activity.ts';
import { EcrFailure } from '../failure.ts';
import { readLifecyclePolicy } from '../lifecycle.ts';
import type { Moment, Operation } from '../ledger.ts';
import { repositoryOf, type LifecyclePolicy, type Repository } from '../state.ts';
import { text } from './request.ts';
import { touch } from './repository.ts';

function existing(request: JsonObject, moment: Moment): { repository: Repository; policy: LifecyclePolicy } {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  if (repository.lifecycle === undefined) {
    throw new EcrFailure(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${repository.name}' in the registry with id '${moment.registry.id}'`,
    );
  }
  return { repository, policy: repository.lifecycle };
}

function answer(moment: Moment, repository: Repository, policy: LifecyclePolicy, evaluated: boolean): JsonObject {
  return {
    registryId: moment.registry.id,
    repositoryName: repository.name,
    lifecyclePolicyText: policy.text,
    ...(evaluated && policy.lastEvaluatedAt > 0 ? { lastEvaluatedAt: policy.lastEvaluatedAt } : {}),
  };
}

export const PutLifecyclePolicy: Operation = (request, moment) => {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  const policyText = text(request, 'lifecyclePolicyText');
  const before = repository.lifecycle;
  repository.lifecycle = {
    text: policyText,
    rules: readLifecyclePolicy(policyText),
    id: before?.id ?? moment.random.uuid(),
    version: (before?.version ?? 0) + 1,
    lastEvaluatedAt: before?.lastEvaluatedAt ?? 0,
  };
  return answer(moment, repository, repository.lifecycle, false);
};

export const GetLifecyclePolicy: Operation = (request, moment) => {
  const { repository, policy } = existing(request, moment);
  return answer(moment, repository, policy, true);
};

export const DeleteLifecyclePolicy: Operation = (request, moment) => {
  const { repository, policy } = existing(request, moment);
  delete repository.lifecycle;
  return answer(moment, repository, policy, true);
};
