import { type Permissions, refusalOf } from '../policy/permissions.ts';
import type { EventBus } from './event-bus.ts';
import type { PutEntry, RefusedEntry } from './put-events.ts';

/**
 * Whose events a request brings: the account that its access key names by twelve digits, as emulators of AWS have it; `undefined` for any
 * other key, which is the account's own.
 */
export function accountOf(authorization: string | undefined): string | undefined {
  const at = authorization?.indexOf('Credential=') ?? -1;
  return at === -1 ? undefined : /^\d{12}(?=\/)/.exec(authorization!.slice(at + 11, at + 24))?.[0];
}

/**
 * Refuses an entry that a bus's policy does not let its account put there. The bus's own account needs nobody's leave, but can be denied.
 * That an entry is refused alone is inferred: the API reference lists the error among those of entries.
 */
export function refuseEntry(
  { arn, policy }: EventBus,
  { Source = '', DetailType = '' }: PutEntry,
  from: string,
  permissions: Permissions | undefined,
): RefusedEntry | undefined {
  if (permissions === undefined) return undefined;
  const root = `arn:aws:iam::${from}:root`;
  const refused = refusalOf(
    permissions,
    { statements: policy.length === 0 ? undefined : policy },
    {
      principal: { arn: root },
      action: 'events:PutEvents',
      resource: arn,
      context: {
        'aws:principalaccount': from,
        'aws:principalarn': root,
        'aws:principalisawsservice': 'false',
        'aws:securetransport': 'true',
        'events:source': Source,
        'events:detail-type': DetailType,
      },
    },
  );
  return refused === undefined ? undefined : { ErrorCode: 'AccessDeniedException', ErrorMessage: refused };
}
