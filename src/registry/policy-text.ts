import type { JsonObject } from './activity.ts';
import { invalidParameter } from './failure.ts';
import { prettyLikeEcr } from './json-pretty.ts';

/** ECR answers with a policy in its own layout, not in the caller's; what is no policy it refuses. */
export function reserialised(policyText: string, kind: 'repository' | 'registry'): string {
  try {
    const policy = JSON.parse(policyText) as JsonObject;
    if (typeof policy === 'object' && policy !== null && Array.isArray(policy['Statement']))
      return prettyLikeEcr(policy);
  } catch {
    // Not JSON at all: refused below with the same words as any other invalid policy.
  }
  throw invalidParameter('PolicyText', `Invalid ${kind} policy provided`);
}
