import { decide } from './decide.ts';
import type { Question } from './question.ts';

/** How an account goes about the policies of its resources. */
export interface Permissions {
  /**
   * Whether AWS's services are let do only what a policy allows them. Otherwise a resource without a policy is open to them, and one
   * that has been given a policy goes by it.
   */
  readonly enforced: boolean;
  /** Rises whenever a policy changes: what was decided before has to be decided anew. */
  readonly revision: number;
  changed(): void;
  /** Lets what an ARN names use a resource, as if its policy said so: unless a policy is written, which then says it all. */
  grant(source: string, resource: string): void;
  /** To be called when the whole policy of a resource is written, or taken away with the resource. */
  written(resource: string, policy: string | undefined): void;
  grants(source: string, resource: string): boolean;
}

/** What a resource says of who may use it. */
export interface ResourcePolicy {
  /** `undefined` where it has no policy. */
  readonly statements: readonly unknown[] | undefined;
}

/** Opens an account in which no policy has been written. */
export function openPermissions({ enforced = false } = {}): Permissions {
  const granted = new Map<string, Set<string>>();
  const written = new Set<string>();
  let revision = 0;
  return {
    enforced,
    get revision() {
      return revision;
    },
    changed: () => void (revision += 1),
    grant: (source, resource) => {
      if (written.has(resource)) return;
      const sources = granted.get(resource) ?? new Set();
      granted.set(resource, sources.add(source));
      revision += 1;
    },
    written: (resource, policy = '') => {
      granted.delete(resource);
      if (policy === '') written.delete(resource);
      else written.add(resource);
      revision += 1;
    },
    grants: (source, resource) => granted.get(resource)?.has(source) === true,
  };
}

/**
 * Why a resource does not let somebody do something, in IAM's words; `undefined` where it does. A resource that is not there refuses
 * nobody: whoever tries to use it learns that soon enough.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusalOf(
  permissions: Permissions,
  policy: ResourcePolicy | undefined,
  question: Question,
): string | undefined {
  if (policy === undefined) return undefined;
  const { statements } = policy;
  const { principal, action, resource, context } = question;
  const verdict = decide(statements ?? [], question);
  if (verdict === 'allowed') return undefined;
  const who = 'service' in principal ? principal.service : principal.arn;
  const sentence = `User: ${who} is not authorized to perform: ${action} on resource: ${resource}`;
  if (verdict === 'denied') return `${sentence} with an explicit deny in a resource-based policy`;
  if (statements === undefined && !permissions.enforced) return undefined;
  // What a role may do is said by its own policies, which nobody keeps here; AWS asks the resource only across accounts.
  if ('arn' in principal && accountOf(principal.arn) === accountOf(resource)) return undefined;
  const source = context['aws:sourcearn'];
  if (typeof source === 'string' && permissions.grants(source, resource)) return undefined;
  return `${sentence} because no resource-based policy allows the ${action} action`;
}

/** A decision that stands until a policy changes, so that it costs nothing to ask for it again. */
export function standing(
  permissions: Permissions | undefined,
  judge: (permissions: Permissions) => string | undefined,
): () => string | undefined {
  if (permissions === undefined) return () => undefined;
  let decidedAt = -1;
  let refusal: string | undefined;
  return () => {
    if (decidedAt !== permissions.revision) {
      decidedAt = permissions.revision;
      refusal = judge(permissions);
    }
    return refusal;
  };
}

function accountOf(arn: string): string | undefined {
  return arn.split(':', 5)[4];
}
