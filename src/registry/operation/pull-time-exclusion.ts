import { EcrFailure } from '../failure.ts';
import type { Operation } from '../ledger.ts';
import { page } from './page.ts';
import { text } from './request.ts';

export const RegisterPullTimeUpdateExclusion: Operation = (request, { registry, call }) => {
  const principalArn = text(request, 'principalArn');
  const { pullTimeExclusions } = registry.settings;
  if (pullTimeExclusions.has(principalArn))
    throw new EcrFailure(
      'ExclusionAlreadyExistsException',
      `The pull time update exclusion for the principal '${principalArn}' already exists in the registry with id '${registry.id}'`,
    );
  pullTimeExclusions.set(principalArn, call.ended);
  return { principalArn, createdAt: call.ended };
};

export const DeregisterPullTimeUpdateExclusion: Operation = (request, { registry }) => {
  const principalArn = text(request, 'principalArn');
  if (!registry.settings.pullTimeExclusions.delete(principalArn))
    throw new EcrFailure(
      'ExclusionNotFoundException',
      `The pull time update exclusion for the principal '${principalArn}' does not exist in the registry with id '${registry.id}'`,
    );
  return { principalArn };
};

export const ListPullTimeUpdateExclusions: Operation = (request, { registry }) => {
  const { items, next } = page(request, [...registry.settings.pullTimeExclusions.keys()], 100);
  return { pullTimeUpdateExclusions: items, ...next };
};
