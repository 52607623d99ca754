import type { Json, JsonObject } from '../activity.ts';
import { EcrFailure, invalidRequest } from '../failure.ts';
import { readLifecyclePolicy } from '../lifecycle/read.ts';
import type { Moment, Operation } from '../ledger.ts';
import { readMutability } from '../mutability.ts';
import { reserialised } from '../policy-text.ts';
import type { Template } from '../settings.ts';
import { page } from './page.ts';
import { list, optionalText, text, texts } from './request.ts';
import { resourceTags } from './tag.ts';

/** Members of a template in the order of the model. */
const MEMBERS = [
  'description',
  'encryptionConfiguration',
  'resourceTags',
  'imageTagMutability',
  'imageTagMutabilityExclusionFilters',
  'repositoryPolicy',
  'lifecyclePolicy',
  'appliedFor',
  'customRoleArn',
] as const;

function existing(request: JsonObject, { registry }: Moment): Template {
  const prefix = text(request, 'prefix');
  const template = registry.settings.templates.get(prefix);
  if (template === undefined)
    throw new EcrFailure(
      'TemplateNotFoundException',
      `The repository creation template with prefix '${prefix}' does not exist in the registry with id '${registry.id}'`,
    );
  return template;
}

/** What a template says, read through once so that no repository is later made of what cannot be. */
function checked(parts: JsonObject): JsonObject {
  const { repositoryPolicy, lifecyclePolicy, encryptionConfiguration } = parts;
  readMutability(parts);
  if (texts(parts, 'appliedFor').length === 0)
    throw invalidRequest('A repository creation template must be applied for at least one of its uses');
  if (parts['resourceTags'] !== undefined) resourceTags(list(parts, 'resourceTags'));
  // An empty text takes a policy out of a template.
  if (typeof repositoryPolicy === 'string' && repositoryPolicy !== '') reserialised(repositoryPolicy, 'repository');
  if (typeof lifecyclePolicy === 'string' && lifecyclePolicy !== '') readLifecyclePolicy(lifecyclePolicy);
  const { encryptionType, kmsKey } = (encryptionConfiguration ?? {}) as JsonObject;
  const needsRole =
    parts['resourceTags'] !== undefined || (encryptionType !== undefined && encryptionType !== 'AES256');
  if (encryptionType === 'AES256' && typeof kmsKey === 'string' && kmsKey !== '')
    throw invalidRequest('A KMS key can only be specified with the encryption type KMS');
  if (needsRole && optionalText(parts, 'customRoleArn') === undefined)
    throw invalidRequest('A custom role is required for a template with resource tags or encryption with KMS');
  return parts;
}

function partsOf(request: JsonObject): JsonObject {
  const parts: Record<string, Json> = {
    imageTagMutability: 'MUTABLE',
    encryptionConfiguration: { encryptionType: 'AES256' },
  };
  for (const member of MEMBERS) {
    const value = request[member];
    if (value !== undefined) parts[member] = value;
  }
  return parts;
}

function describe({ prefix, parts, createdAt, updatedAt }: Template): JsonObject {
  const present = MEMBERS.filter((member) => parts[member] !== undefined && parts[member] !== '');
  return { prefix, ...Object.fromEntries(present.map((member) => [member, parts[member]!])), createdAt, updatedAt };
}

function answer({ registry }: Moment, template: Template): JsonObject {
  return { registryId: registry.id, repositoryCreationTemplate: describe(template) };
}

export const CreateRepositoryCreationTemplate: Operation = (request, moment) => {
  const { templates } = moment.registry.settings;
  const prefix = text(request, 'prefix');
  if (templates.has(prefix))
    throw new EcrFailure(
      'TemplateAlreadyExistsException',
      `The repository creation template with prefix '${prefix}' already exists in the registry with id '${moment.registry.id}'`,
    );
  const { ended } = moment.call;
  const template = { prefix, parts: checked(partsOf(request)), createdAt: ended, updatedAt: ended };
  templates.set(prefix, template);
  return answer(moment, template);
};

export const UpdateRepositoryCreationTemplate: Operation = (request, moment) => {
  const before = existing(request, moment);
  const given = Object.fromEntries(
    MEMBERS.flatMap((member) => (request[member] === undefined ? [] : [[member, request[member]]])),
  );
  // Another way of mutability leaves the exceptions of the former behind.
  const { imageTagMutabilityExclusionFilters: _exceptions, ...unexcepted } = before.parts;
  const base = given['imageTagMutability'] === undefined ? before.parts : unexcepted;
  const template = { ...before, parts: checked({ ...base, ...given }), updatedAt: moment.call.ended };
  moment.registry.settings.templates.set(before.prefix, template);
  return answer(moment, template);
};

export const DeleteRepositoryCreationTemplate: Operation = (request, moment) => {
  const template = existing(request, moment);
  moment.registry.settings.templates.delete(template.prefix);
  return answer(moment, template);
};

export const DescribeRepositoryCreationTemplates: Operation = (request, { registry }) => {
  const { templates } = registry.settings;
  const wanted =
    request['prefixes'] === undefined
      ? [...templates.values()]
      : texts(request, 'prefixes').flatMap((prefix) => templates.get(prefix) ?? []);
  const { items, next } = page(request, wanted, 100);
  return { registryId: registry.id, repositoryCreationTemplates: items.map(describe), ...next };
};
