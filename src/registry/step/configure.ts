import type { StepBody } from '../../scenario/step.ts';
import { direct, TYPICAL, type Stage } from '../stage.ts';
import { partitionOf } from '../state.ts';
import { letFail, lifecycleText, mutabilityOf, policyText, registryCalls, tagList, type Setting } from './settings.ts';

type Body = StepBody<'configure'>;

/** Changes settings of a repository or of the registry: a call each, until one fails. */
export function configure(body: Body, stage: Stage): void {
  const { id, region } = stage.ledger.registry;
  const calls =
    'registry' in body
      ? registryCalls(body.registry, id)
      : repositoryCalls(body, stage.ledger.registry.repositories.get(body.repository)?.arn ?? arnOf(body, id, region));
  for (const [operation, request] of calls) {
    if (direct(stage, body.as, operation, request, TYPICAL.write).failure !== undefined) return;
  }
  if ('registry' in body) letFail(stage.ledger.registry, body.registry);
}

type OfRepository = Extract<Body, { repository: string }>;

/** Only to be refused: there is no such repository. */
function arnOf({ repository }: OfRepository, account: string, region: string): string {
  return `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${repository}`;
}

function repositoryCalls(body: OfRepository, resourceArn: string): readonly Setting[] {
  const { repository: repositoryName, scanOnPush, lifecycle, policy, tags } = body;
  const mutability = mutabilityOf(body);
  const calls: Setting[] = [];
  if (Object.keys(mutability).length > 0) calls.push(['PutImageTagMutability', { repositoryName, ...mutability }]);
  if (scanOnPush !== undefined)
    calls.push(['PutImageScanningConfiguration', { repositoryName, imageScanningConfiguration: { scanOnPush } }]);
  if (lifecycle === 'none') calls.push(['DeleteLifecyclePolicy', { repositoryName }]);
  else if (lifecycle !== undefined)
    calls.push(['PutLifecyclePolicy', { repositoryName, lifecyclePolicyText: lifecycleText(lifecycle) }]);
  if (policy === 'none') calls.push(['DeleteRepositoryPolicy', { repositoryName }]);
  else if (policy !== undefined)
    calls.push(['SetRepositoryPolicy', { repositoryName, policyText: policyText(policy) }]);
  if (tags !== undefined) calls.push(['TagResource', { resourceArn, tags: tagList(tags) }]);
  return calls;
}
