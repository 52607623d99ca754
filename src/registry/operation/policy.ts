import type { JsonObject } from '../activity.ts';
import { EcrFailure } from '../failure.ts';
import type { Moment, Operation } from '../ledger.ts';
import { reserialised } from '../policy-text.ts';
import type { Repository } from '../state.ts';
import { text } from './request.ts';
import { about, target } from './target.ts';

function existing(request: JsonObject, moment: Moment): { repository: Repository; policyText: string } {
  const repository = target(request, moment);
  if (repository.policyText === undefined) {
    throw new EcrFailure(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name '${repository.name}' in the registry with id '${moment.registry.id}'`,
    );
  }
  return { repository, policyText: repository.policyText };
}

export const SetRepositoryPolicy: Operation = (request, moment) => {
  const repository = target(request, moment);
  repository.policyText = reserialised(text(request, 'policyText'), 'repository');
  return { ...about(moment, repository), policyText: repository.policyText };
};

export const GetRepositoryPolicy: Operation = (request, moment) => {
  const { repository, policyText } = existing(request, moment);
  return { ...about(moment, repository), policyText };
};

export const DeleteRepositoryPolicy: Operation = (request, moment) => {
  const { repository, policyText } = existing(request, moment);
  delete repository.policyText;
  return { ...about(moment, repository), policyText };
};

function registryPolicy({ registry }: Moment): string {
  const { policyText } = registry.settings;
  if (policyText === undefined)
    throw new EcrFailure(
      'RegistryPolicyNotFoundException',
      `Registry policy does not exist in the registry with id '${registry.id}'`,
    );
  return policyText;
}

export const PutRegistryPolicy: Operation = (request, { registry }) => {
  registry.settings.policyText = reserialised(text(request, 'policyText'), 'registry');
  return { registryId: registry.id, policyText: registry.settings.policyText };
};

export const GetRegistryPolicy: Operation = (_request, moment) => ({
  registryId: moment.registry.id,
  policyText: registryPolicy(moment),
});

export const DeleteRegistryPolicy: Operation = (_request, moment) => {
  const policyText = registryPolicy(moment);
  delete moment.registry.settings.policyText;
  return { registryId: moment.registry.id, policyText };
};
