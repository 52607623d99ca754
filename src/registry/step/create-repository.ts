import type { StepBody } from '../../scenario/step.ts';
import type { JsonObject } from '../activity.ts';
import { direct, logIn, TYPICAL, type Stage } from '../stage.ts';
import { encryptionConfiguration, lifecycleText, mutabilityOf, policyText, tagList } from './settings.ts';

/** GetAuthorizationToken, CreateRepository (with KMS: DescribeKey and two CreateGrant), then the policies that are given. */
export function createRepository(body: StepBody<'createRepository'>, stage: Stage): void {
  if (!logIn(stage, body.as, body.login)) return;
  const call = direct(stage, body.as, 'CreateRepository', createRequest(body), TYPICAL.write);
  if (call.failure !== undefined) return;
  if (body.policy !== undefined) {
    const request = { repositoryName: body.name, policyText: policyText(body.policy) };
    direct(stage, body.as, 'SetRepositoryPolicy', request, TYPICAL.write);
  }
  if (body.lifecycle !== undefined) {
    const request = { repositoryName: body.name, lifecyclePolicyText: lifecycleText(body.lifecycle) };
    direct(stage, body.as, 'PutLifecyclePolicy', request, TYPICAL.write);
  }
}

function createRequest(body: StepBody<'createRepository'>): JsonObject {
  const { encryption, scanOnPush, tags } = body;
  return {
    repositoryName: body.name,
    ...(tags === undefined ? {} : { tags: tagList(tags) }),
    ...mutabilityOf(body),
    ...(scanOnPush === undefined ? {} : { imageScanningConfiguration: { scanOnPush } }),
    ...(encryption === undefined ? {} : { encryptionConfiguration: encryptionConfiguration(encryption) }),
  };
}
