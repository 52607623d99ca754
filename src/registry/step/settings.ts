import type { RegistrySettings, CacheRuleInput, TemplateInput } from '../../scenario/registry-settings.ts';
import type { RepositoryInput } from '../../scenario/step.ts';
import type { Json, JsonObject } from '../activity.ts';
import type { Registry } from '../state.ts';

/** A call that a setting comes to: operation and request as the API takes them. */
export type Setting = readonly [operation: string, request: JsonObject];

type Lifecycle = NonNullable<RepositoryInput['lifecycle']>;
type Policy = NonNullable<RepositoryInput['policy']>;
type Encryption = NonNullable<RepositoryInput['encryption']>;

/** The policy text that `{ keep: N }` stands for. */
export function lifecycleText(lifecycle: Lifecycle): string {
  if (!('keep' in lifecycle)) return JSON.stringify(lifecycle);
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: lifecycle.description ?? `keep the newest ${lifecycle.keep} images`,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: lifecycle.keep },
        action: { type: 'expire' },
      },
    ],
  });
}

/** A policy as text: people write it as a mapping. */
export function policyText(policy: Policy): string {
  return typeof policy === 'string' ? policy : JSON.stringify(policy);
}

/** Resource tags as the API takes them. */
export function tagList(tags: Readonly<Record<string, string>>): Json {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Encryption as the API takes it. */
export function encryptionConfiguration({ type, key }: Encryption): JsonObject {
  return { encryptionType: type, ...(key === undefined ? {} : { kmsKey: key }) };
}

/** Whether tags may move, as the API takes it. */
export function mutabilityOf(
  input: Pick<RepositoryInput, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'>,
): JsonObject {
  const { imageTagMutability, imageTagMutabilityExclusionFilters: filters } = input;
  return {
    ...(imageTagMutability === undefined ? {} : { imageTagMutability }),
    ...(filters === undefined
      ? {}
      : { imageTagMutabilityExclusionFilters: filters.map((filter) => ({ filterType: 'WILDCARD', filter })) }),
  };
}

function cacheRule({ prefix, upstream, upstreamPrefix, credentialArn }: CacheRuleInput): Setting {
  return [
    'CreatePullThroughCacheRule',
    {
      ecrRepositoryPrefix: prefix,
      upstreamRegistryUrl: upstream,
      ...(credentialArn === undefined ? {} : { credentialArn }),
      ...(upstreamPrefix === undefined ? {} : { upstreamRepositoryPrefix: upstreamPrefix }),
    },
  ];
}

function template(input: TemplateInput): Setting {
  const { prefix, description, encryption, tags, policy, lifecycle, appliedFor, customRoleArn } = input;
  return [
    'CreateRepositoryCreationTemplate',
    {
      prefix,
      ...(description === undefined ? {} : { description }),
      ...(encryption === undefined ? {} : { encryptionConfiguration: encryptionConfiguration(encryption) }),
      ...(tags === undefined ? {} : { resourceTags: tagList(tags) }),
      ...mutabilityOf(input),
      ...(policy === undefined ? {} : { repositoryPolicy: policyText(policy) }),
      ...(lifecycle === undefined ? {} : { lifecyclePolicy: lifecycleText(lifecycle) }),
      appliedFor,
      ...(customRoleArn === undefined ? {} : { customRoleArn }),
    },
  ];
}

/** The calls that settings of the registry come to, in the order in which they do not depend on each other. */
export function registryCalls(settings: RegistrySettings, account: string): readonly Setting[] {
  const { scanning, replication, signing, policy, settings: named = {} } = settings;
  const calls: Setting[] = [];
  for (const [name, value] of Object.entries(named))
    if (value !== undefined) calls.push(['PutAccountSetting', { name, value }]);
  if (policy !== undefined) calls.push(['PutRegistryPolicy', { policyText: policyText(policy) }]);
  if (scanning !== undefined) {
    const everything = scanning.type === 'ENHANCED' ? [{ frequency: 'CONTINUOUS_SCAN', repositories: ['*'] }] : [];
    const rules = (scanning.rules ?? everything).map(({ frequency, repositories }) => ({
      scanFrequency: frequency,
      repositoryFilters: repositories.map((filter) => ({ filter, filterType: 'WILDCARD' })),
    }));
    calls.push(['PutRegistryScanningConfiguration', { scanType: scanning.type, rules }]);
  }
  if (replication !== undefined) {
    const rules = replication.map(({ to, repositories }) => ({
      destinations: to.map((place) => ({ region: place.region, registryId: place.account ?? account })),
      ...(repositories === undefined
        ? {}
        : { repositoryFilters: repositories.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' })) }),
    }));
    calls.push(['PutReplicationConfiguration', { replicationConfiguration: { rules } }]);
  }
  if (signing !== undefined) {
    const rules = signing.map(({ profile, repositories }) => ({
      signingProfileArn: profile,
      ...(repositories === undefined
        ? {}
        : { repositoryFilters: repositories.map((filter) => ({ filter, filterType: 'WILDCARD_MATCH' })) }),
    }));
    calls.push(['PutSigningConfiguration', { signingConfiguration: { rules } }]);
  }
  return [
    ...calls,
    ...(settings.creationTemplates ?? []).map(template),
    ...(settings.pullThroughCacheRules ?? []).map(cacheRule),
  ];
}

/** What no call can set: that an upstream gives nothing, or that a destination turns replicas away. */
export function letFail({ settings, id }: Registry, given: RegistrySettings): void {
  for (const { prefix, upstream, fails } of given.pullThroughCacheRules ?? []) {
    const rule = settings.cacheRules.get(prefix.replace(/\/$/, ''));
    if (fails !== undefined && rule !== undefined) rule.failing = { code: fails, reason: REASONS[fails](upstream) };
  }
  for (const { region, account, fails } of (given.replication ?? []).flatMap(({ to }) => to))
    if (fails !== undefined) settings.refusingDestinations.set(`${account ?? id}/${region}`, fails);
}

/** In words of ours: no failing pull through cache event is public. */
const REASONS: Readonly<Record<NonNullable<CacheRuleInput['fails']>, (upstream: string) => string>> = {
  UpstreamAccessDenied: (upstream) => `The upstream registry ${upstream} denies access to the image`,
  UpstreamTooManyRequests: (upstream) => `The upstream registry ${upstream} takes no more requests for now`,
  UpstreamUnavailable: (upstream) => `The upstream registry ${upstream} cannot be reached`,
  ImageInaccessible: (upstream) => `The image cannot be read from the upstream registry ${upstream}`,
};
