import type { AwsRule } from '../aws-rule.ts';
import type { AwsStage } from '../stage.ts';
import { type Following, openFollowing } from './following.ts';

/** Begins to listen to every function that rules send to and that is a consumer's. */
export async function followDeployed(rules: readonly AwsRule[], stage: AwsStage): Promise<Following> {
  const following = openFollowing(stage);
  stage.leaving.push(() => following.close());
  for (const { aims } of rules) {
    for (const { deployed, target } of aims) if (deployed !== undefined) await following.begin(target.Arn);
  }
  return following;
}

/** The consumers that run in the account when these rules match. */
export function deployedIn(rules: readonly AwsRule[]): readonly string[] {
  return rules.flatMap(({ aims }) => aims.flatMap(({ deployed }) => deployed ?? []));
}
