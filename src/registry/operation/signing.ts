import type { Json, JsonObject } from '../activity.ts';
import { EcrFailure, invalidParameter, invalidRequest } from '../failure.ts';
import type { Moment, Operation } from '../ledger.ts';
import type { SigningRule } from '../settings.ts';
import { list, optionalObject, text } from './request.ts';
import { targetImage } from './target.ts';

function readRule(value: Json): SigningRule {
  const rule = value as JsonObject;
  const filters = rule['repositoryFilters'] === undefined ? [] : list(rule, 'repositoryFilters');
  return {
    profileArn: text(rule, 'signingProfileArn'),
    filters: filters.map((filter) => text(filter as JsonObject, 'filter')),
  };
}

function describe(rules: readonly SigningRule[]): JsonObject {
  return {
    rules: rules.map(({ profileArn, filters }) => ({
      signingProfileArn: profileArn,
      ...(filters.length === 0
        ? {}
        : { repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD_MATCH' })) }),
    })),
  };
}

function existing({ registry }: Moment): readonly SigningRule[] {
  const { signing } = registry.settings;
  if (signing === undefined)
    throw new EcrFailure(
      'SigningConfigurationNotFoundException',
      `The signing configuration does not exist in the registry with id '${registry.id}'`,
    );
  return signing;
}

export const PutSigningConfiguration: Operation = (request, { registry }) => {
  const configuration = optionalObject(request, 'signingConfiguration');
  if (configuration === undefined) throw invalidParameter('signingConfiguration', 'Member must not be null');
  const rules = list(configuration, 'rules').map(readRule);
  if (new Set(rules.map(({ profileArn }) => profileArn)).size < rules.length)
    throw invalidRequest('A signing profile can stand in one rule of a signing configuration only');
  registry.settings.signing = rules;
  return { signingConfiguration: describe(rules) };
};

export const GetSigningConfiguration: Operation = (_request, moment) => ({
  registryId: moment.registry.id,
  signingConfiguration: describe(existing(moment)),
});

export const DeleteSigningConfiguration: Operation = (_request, moment) => {
  const rules = existing(moment);
  delete moment.registry.settings.signing;
  return { registryId: moment.registry.id, signingConfiguration: describe(rules) };
};

export const DescribeImageSigningStatus: Operation = (request, moment) => {
  const { repository, image, id } = targetImage(request, moment);
  return {
    repositoryName: repository.name,
    imageId: id,
    registryId: moment.registry.id,
    signingStatuses: (image.signings ?? []).map(({ profileArn, status }) => ({
      signingProfileArn: profileArn,
      status,
    })),
  };
};
