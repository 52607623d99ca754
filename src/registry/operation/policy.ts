import type { JsonObject } from '../activity.ts';
import { EcrFailure, invalidParameter } from '../failure.ts';
import { prettyLikeEcr } from '../json-pretty.ts';
import type { Moment, Operation } from '../ledger.ts';
import { repositoryOf, type Repository } from '../state.ts';
import { text } from './request.ts';
import { touch } from './repository.ts';

/** ECR answers with the policy in its own layout, not in the caller's. */
function reserialised(policyText: string): string {
  try {
    const policy = JSON.parse(policyText) as JsonObject;
    if (typeof policy === 'object' && policy !== null && Array.isArray(policy['Statement']))
      return prettyLikeEcr(policy);
  } catch {
    // Not JSON at all: refused below with the same words as any other invalid policy.
  }
  throw invalidParameter('PolicyText', 'Invalid repository policy provided');
}

function answer(moment: Moment, repository: Repository, policyText: string): JsonObject {
  return { registryId: moment.registry.id, repositoryName: repository.name, policyText };
}

function existing(request: JsonObject, moment: Moment): { repository: Repository; policyText: string } {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  if (repository.policyText === undefined) {
    throw new EcrFailure(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name '${repository.name}' in the registry with id '${moment.registry.id}'`,
    );
  }
  return { repository, policyText: repository.policyText };
}

export const SetRepositoryPolicy: Operation = (request, moment) => {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  repository.policyText = reserialised(text(request, 'policyText'));
  return answer(moment, repository, repository.policyText);
};

export const GetRepositoryPolicy: Operation = (request, moment) => {
  const { repository, policyText } = existing(request, moment);
  return answer(moment, repository, policyText);
};

export const DeleteRepositoryPolicy: Operation = (request, moment) => {
  const { repository, policyText } = existing(request, moment);
  delete repository.policyText;
  return answer(moment, repository, policyText);
};
