import type { Caller } from '../../registry/activity.ts';
import { partitionOf } from '../../registry/state.ts';
import type { Estate } from '../assemble.ts';
import type { Asked } from '../service.ts';
import { accessKeyOf, type Identity } from '../sts/identities.ts';

/** Finds out who calls, as the trail will tell of it. */
export type Callers = (asked: Asked | undefined) => Caller;

/** Whoever calls with so many keys and clients is forgotten and looked up anew. */
const MOST_KNOWN = 1_000;

/** Opens the book of callers: the same keys from the same client are the same caller, whose session began with its first call. */
export function openCallers({ identities, agenda, region }: Estate): Callers {
  const known = new Map<string, Caller>();
  return (asked) => {
    const key = accessKeyOf(asked);
    const id = `${key}\n${asked?.client?.consumer}\n${asked?.address}\n${asked?.userAgent}`;
    let caller = known.get(id);
    if (caller === undefined) {
      if (known.size >= MOST_KNOWN) known.clear();
      const creationDate = Math.floor(agenda.now() / 1_000) * 1_000;
      caller = {
        ...person(identities.callerOf(asked), region, creationDate),
        ...(key !== undefined && { accessKeyId: key }),
        via: asked?.userAgent?.startsWith('aws-cli/') === true ? 'cli' : 'sdk',
        ...(asked?.address !== undefined && { sourceIPAddress: asked.address }),
        ...(asked?.userAgent !== undefined && { userAgent: asked.userAgent }),
      };
      known.set(id, caller);
    }
    return caller;
  };
}

/** `userIdentity` of a session of a role, or of a federated user: there are no others who have keys here. */
function person({ UserId, Account, Arn, roleArn }: Identity, region: string, creationDate: number) {
  const arn = Arn.replace(/^arn:aws:/, `arn:${partitionOf(region)}:`);
  const who = { accountId: Account, principalId: UserId, arn };
  if (roleArn === undefined) {
    const issuer = {
      type: 'Root' as const,
      principalId: Account,
      arn: `arn:${partitionOf(region)}:iam::${Account}:root`,
      accountId: Account,
    };
    return { kind: 'FederatedUser' as const, ...who, session: { creationDate, mfa: false, issuer } };
  }
  const issuer = {
    type: 'Role' as const,
    principalId: UserId.slice(0, UserId.indexOf(':')),
    arn: roleArn.replace(/^arn:aws:/, `arn:${partitionOf(region)}:`),
    accountId: Account,
    userName: roleArn.slice(roleArn.lastIndexOf('/') + 1),
  };
  return { kind: 'AssumedRole' as const, ...who, session: { creationDate, mfa: false, issuer } };
}
