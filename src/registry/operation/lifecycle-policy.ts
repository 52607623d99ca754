import type { JsonObject } from '../activity.ts';
import { EcrFailure } from '../failure.ts';
import { readLifecyclePolicy } from '../lifecycle/read.ts';
import type { Moment, Operation } from '../ledger.ts';
import type { LifecyclePolicy, Repository } from '../state.ts';
import { text } from './request.ts';
import { about, target } from './target.ts';

/** The error of everything that needs a policy where there is none. */
export function policyNotFound(repository: Repository, registryId: string): EcrFailure {
  return new EcrFailure(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${repository.name}' in the registry with id '${registryId}'`,
  );
}

function existing(request: JsonObject, moment: Moment): { repository: Repository; policy: LifecyclePolicy } {
  const repository = target(request, moment);
  if (repository.lifecycle === undefined) throw policyNotFound(repository, moment.registry.id);
  return { repository, policy: repository.lifecycle };
}

function answer(moment: Moment, repository: Repository, policy: LifecyclePolicy, evaluated: boolean): JsonObject {
  return {
    ...about(moment, repository),
    lifecyclePolicyText: policy.text,
    ...(evaluated && policy.lastEvaluatedAt > 0 ? { lastEvaluatedAt: policy.lastEvaluatedAt } : {}),
  };
}

export const PutLifecyclePolicy: Operation = (request, moment) => {
  const repository = target(request, moment);
  const policyText = text(request, 'lifecyclePolicyText');
  const rules = readLifecyclePolicy(policyText);
  const before = repository.lifecycle;
  repository.lifecycle = {
    text: policyText,
    rules,
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
