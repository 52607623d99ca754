import type { JsonObject } from '../activity.ts';
import { EcrFailure, invalidRequest } from '../failure.ts';
import type { Moment, Operation } from '../ledger.ts';
import type { CacheRule } from '../settings.ts';
import { page } from './page.ts';
import { optionalText, text, texts } from './request.ts';
import { ownRegistry } from './target.ts';

/** Service quota "Pull through cache rules". */
const RULES = 50;

/** Upstreams by their hosts, and whether they want a secret (user guide, "Creating a pull through cache rule"). */
const UPSTREAMS: readonly { readonly name: string; readonly host: RegExp; readonly secret: boolean }[] = [
  { name: 'ecr', host: /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/, secret: false },
  { name: 'ecr-public', host: /^public\.ecr\.aws$/, secret: false },
  { name: 'quay', host: /^quay\.io$/, secret: false },
  { name: 'k8s', host: /^registry\.k8s\.io$/, secret: false },
  { name: 'docker-hub', host: /^registry-1\.docker\.io$/, secret: true },
  { name: 'github-container-registry', host: /^ghcr\.io$/, secret: true },
  { name: 'azure-container-registry', host: /^[a-z0-9]+\.azurecr\.io$/, secret: true },
  { name: 'gitlab-container-registry', host: /^registry\.gitlab\.com$/, secret: true },
  { name: 'chainguard', host: /^cgr\.dev$/, secret: true },
];

function existing(request: JsonObject, moment: Moment): CacheRule {
  ownRegistry(request, moment);
  const prefix = text(request, 'ecrRepositoryPrefix');
  const rule = moment.registry.settings.cacheRules.get(prefix);
  if (rule === undefined) throw notFound(prefix, moment);
  return rule;
}

function notFound(prefix: string, { registry }: Moment): EcrFailure {
  return new EcrFailure(
    'PullThroughCacheRuleNotFoundException',
    `The pull through cache rule with prefix '${prefix}' does not exist in the registry with id '${registry.id}'`,
  );
}

/** What a rule needs to reach its upstream; members in the order that most answers have them. */
function access({ credentialArn, customRoleArn, upstreamPrefix }: CacheRule): JsonObject {
  return {
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
    upstreamRepositoryPrefix: upstreamPrefix,
  };
}

function identity({ prefix, upstreamUrl, createdAt }: CacheRule, { registry }: Moment): JsonObject {
  return { ecrRepositoryPrefix: prefix, upstreamRegistryUrl: upstreamUrl, createdAt, registryId: registry.id };
}

export const CreatePullThroughCacheRule: Operation = (request, moment) => {
  ownRegistry(request, moment);
  const { registry, call } = moment;
  const { cacheRules } = registry.settings;
  const prefix = text(request, 'ecrRepositoryPrefix').replace(/\/$/, '');
  const upstreamUrl = text(request, 'upstreamRegistryUrl');
  const credentialArn = optionalText(request, 'credentialArn');
  const customRoleArn = optionalText(request, 'customRoleArn');
  const upstream = UPSTREAMS.find(({ host }) => host.test(upstreamUrl));
  const claimed = optionalText(request, 'upstreamRegistry');
  if (upstream === undefined || (claimed !== undefined && claimed !== upstream.name))
    throw new EcrFailure(
      'UnsupportedUpstreamRegistryException',
      `The upstream registry URL ${upstreamUrl} is invalid. Specify a valid upstream registry URL and try again`,
    );
  if (upstream.secret && credentialArn === undefined)
    throw new EcrFailure(
      'UnsupportedUpstreamRegistryException',
      'The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN and try again',
    );
  if (cacheRules.has(prefix))
    throw new EcrFailure(
      'PullThroughCacheRuleAlreadyExistsException',
      `The pull through cache rule with prefix '${prefix}' already exists in the registry with id '${registry.id}'`,
    );
  const upstreamPrefix = optionalText(request, 'upstreamRepositoryPrefix') ?? 'ROOT';
  if (prefix === 'ROOT' && upstreamPrefix !== 'ROOT')
    throw invalidRequest('An upstream repository prefix cannot be specified with the repository prefix ROOT');
  if (cacheRules.size >= RULES)
    throw new EcrFailure(
      'LimitExceededException',
      `The maximum number of pull through cache rules (${RULES}) in the registry with id '${registry.id}' has been reached`,
    );
  const rule: CacheRule = {
    prefix,
    upstreamUrl,
    upstream: upstream.name,
    upstreamPrefix,
    createdAt: call.ended,
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  };
  cacheRules.set(prefix, rule);
  return { ...identity(rule, moment), upstreamRegistry: rule.upstream, ...access(rule) };
};

export const DescribePullThroughCacheRules: Operation = (request, moment) => {
  ownRegistry(request, moment);
  const { cacheRules } = moment.registry.settings;
  const wanted =
    request['ecrRepositoryPrefixes'] === undefined
      ? [...cacheRules.values()]
      : texts(request, 'ecrRepositoryPrefixes').map((prefix) => {
          const rule = cacheRules.get(prefix);
          if (rule === undefined) throw notFound(prefix, moment);
          return rule;
        });
  const { items, next } = page(request, wanted, 100);
  return {
    pullThroughCacheRules: items.map((rule) => ({
      ...identity(rule, moment),
      ...access(rule),
      upstreamRegistry: rule.upstream,
      ...(rule.updatedAt === undefined ? {} : { updatedAt: rule.updatedAt }),
    })),
    ...next,
  };
};

export const UpdatePullThroughCacheRule: Operation = (request, moment) => {
  const rule = existing(request, moment);
  const credentialArn = optionalText(request, 'credentialArn');
  const customRoleArn = optionalText(request, 'customRoleArn');
  if (credentialArn === undefined && customRoleArn === undefined)
    throw invalidRequest('A credential ARN or a custom role ARN must be specified to update a pull through cache rule');
  if (credentialArn !== undefined) rule.credentialArn = credentialArn;
  if (customRoleArn !== undefined) rule.customRoleArn = customRoleArn;
  rule.updatedAt = moment.call.ended;
  const { prefix, updatedAt } = rule;
  return { ecrRepositoryPrefix: prefix, registryId: moment.registry.id, updatedAt, ...access(rule) };
};

export const ValidatePullThroughCacheRule: Operation = (request, moment) => {
  const rule = existing(request, moment);
  return {
    ecrRepositoryPrefix: rule.prefix,
    registryId: moment.registry.id,
    upstreamRegistryUrl: rule.upstreamUrl,
    ...access(rule),
    isValid: rule.failing === undefined,
    ...(rule.failing === undefined ? {} : { failure: rule.failing.reason }),
  };
};

export const DeletePullThroughCacheRule: Operation = (request, moment) => {
  const rule = existing(request, moment);
  moment.registry.settings.cacheRules.delete(rule.prefix);
  return { ...identity(rule, moment), ...access(rule) };
};
