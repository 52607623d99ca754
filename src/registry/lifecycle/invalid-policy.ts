import { invalidParameter, type EcrFailure } from '../failure.ts';

/** The error of PutLifecyclePolicy; the words after the colon are those of its checker of JSON schemas (seen by users of Terraform and of the CDK). */
export function invalidPolicy(why: string): EcrFailure {
  return invalidParameter('LifecyclePolicyText', `Lifecycle policy validation failure: ${why}`);
}
