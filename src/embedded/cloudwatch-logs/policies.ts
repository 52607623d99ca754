import { Fault } from '../../wire/fault.ts';
import type { LogGroups } from './log-groups.ts';

/** An account has at most so many resource policies in a region. */
const POLICY_LIMIT = 10;

/** The resource policies by which other services may write to log groups. */
export function policyOperations({ policies, scene }: LogGroups) {
  function putResourcePolicy(input: { readonly policyName: string; readonly policyDocument: string }) {
    const { policyName, policyDocument } = input;
    if (!isJsonObject(policyDocument)) {
      throw new Fault('InvalidParameterException', 'Syntax errors in policy.');
    }
    if (!policies.has(policyName) && policies.size >= POLICY_LIMIT) {
      throw new Fault('LimitExceededException', 'Resource limit exceeded.');
    }
    policies.set(policyName, { document: policyDocument, updated: scene.agenda.now() });
    scene.permissions?.changed();
    return { resourcePolicy: describe(policyName) };
  }

  function describe(policyName: string): object {
    const { document, updated } = policies.get(policyName)!;
    return { policyName, policyDocument: document, lastUpdatedTime: updated };
  }

  return {
    PutResourcePolicy: putResourcePolicy,
    DescribeResourcePolicies: () => ({ resourcePolicies: [...policies.keys()].map(describe) }),
    DeleteResourcePolicy: ({ policyName }: { readonly policyName: string }): void => {
      if (policies.delete(policyName)) {
        scene.permissions?.changed();
        return;
      }
      throw new Fault('ResourceNotFoundException', `Policy with name [${policyName}] does not exist`);
    },
  };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
