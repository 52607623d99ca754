import type { IdentityInput } from '../../scenario/identity.ts';
import { isFromOutside, type OutsideCode } from '../../scenario/outside-codes.ts';
import type { OpenCall, Refusal } from '../ledger.ts';
import type { Registry } from '../state.ts';
import { partitionOf } from '../state.ts';

/** A step that can be refused, whatever it is. */
interface Body {
  readonly as?: IdentityInput | undefined;
  readonly fails?: string | undefined;
  readonly failsAt?: string | undefined;
}

/** Calls that a client makes before it does what the step is about: a role for reading has the right to them. */
const BEFOREHAND: ReadonlySet<string> = new Set(['GetAuthorizationToken', 'BatchCheckLayerAvailability']);
/** What a push is about; a client looks for layers and manifests first. */
const WRITES: ReadonlySet<string> = new Set(['InitiateLayerUpload', 'PutImage']);
const PUSHES: ReadonlySet<string> = new Set(['push', 'sign']);
/** Calls of STS are about a role, and refused only where the step says so. */
const ROLES = /^AssumeRole/;

/**
 * What refuses the calls of a step that says it fails with a code which no registry comes to by itself: there is no IAM
 * and no crowd of other clients here, so the step that is refused by them says so and is.
 */
export function refusalOf(step: string, body: unknown, registry: Registry): Refusal | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { fails, failsAt } = body as Body;
  if (fails === undefined || !isFromOutside(fails)) return undefined;
  return {
    code: fails,
    early: fails !== 'ServerException',
    meets: (operation) => {
      if (failsAt !== undefined) return operation === failsAt;
      if (ROLES.test(operation)) return false;
      return PUSHES.has(step) ? WRITES.has(operation) : !BEFOREHAND.has(operation);
    },
    message: (call) => MESSAGES[fails](call, registry),
  };
}

const MESSAGES: Readonly<Record<OutsideCode, (call: OpenCall, registry: Registry) => string>> = {
  AccessDenied: ({ caller, operation, request }, { id, region }) => {
    const { repositoryName, registryId } = request;
    const owner = typeof registryId === 'string' ? registryId : id;
    const resource =
      typeof repositoryName === 'string'
        ? `arn:${partitionOf(region)}:ecr:${region}:${owner}:repository/${repositoryName}`
        : '*';
    const action = `ecr:${operation}`;
    return `User: ${caller.arn ?? caller.principalId ?? caller.accountId} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  },
  ThrottlingException: () => 'Rate exceeded',
  ExpiredTokenException: () => 'The security token included in the request is expired',
  ServerException: () => 'An internal server error occurred. Please try again later.',
};
