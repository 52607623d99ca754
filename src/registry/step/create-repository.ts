import type { StepBody } from '../../scenario/step.ts';
import type { JsonObject } from '../activity.ts';
import { direct, logIn, TYPICAL, type Stage } from '../stage.ts';

/** The policy text that `{ keep: N }` stands for. */
export function lifecycleText(lifecycle: NonNullable<StepBody<'createRepository'>['lifecycle']>): string {
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

/** GetAuthorizationToken, CreateRepository (with KMS: DescribeKey and two CreateGrant), then the policies that are given. */
export function createRepository(body: StepBody<'createRepository'>, stage: Stage): void {
  if (!logIn(stage, body.as, body.login)) return;
  const call = direct(stage, body.as, 'CreateRepository', createRequest(body), TYPICAL.write);
  if (call.failure !== undefined) return;
  if (body.policy !== undefined) {
    const policyText = typeof body.policy === 'string' ? body.policy : JSON.stringify(body.policy);
    direct(stage, body.as, 'SetRepositoryPolicy', { repositoryName: body.name, policyText }, TYPICAL.write);
  }
  if (body.lifecycle !== undefined) {
    direct(
      stage,
      body.as,
      'PutLifecyclePolicy',
      { repositoryName: body.name, lifecyclePolicyText: lifecycleText(body.lifecycle) },
      TYPICAL.write,
    );
  }
}

function createRequest(body: StepBody<'createRepository'>): JsonObject {
  const { encryption, imageTagMutability, scanOnPush, tags } = body;
  return {
    repositoryName: body.name,
    ...(tags === undefined ? {} : { tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
    ...(imageTagMutability === undefined ? {} : { imageTagMutability }),
    ...(scanOnPush === undefined ? {} : { imageScanningConfiguration: { scanOnPush } }),
    ...(encryption === undefined
      ? {}
      : {
          encryptionConfiguration: {
            encryptionType: encryption.type,
            ...(encryption.key === undefined ? {} : { kmsKey: encryption.key }),
          },
        }),
  };
}
