import type { CloudTrailRecord } from '../record.ts';
import type { Recorded } from './recorded.ts';
import type { Section } from './trail.ts';

/** An event as LookupEvents gives it: what the record says of itself, and the record as text. */
export interface HistoryEntry {
  readonly EventId: string;
  readonly EventName: string;
  /** A text, although the record has a boolean. */
  readonly ReadOnly: 'true' | 'false';
  readonly AccessKeyId?: string;
  /** Seconds since the epoch, the time that the record gives. */
  readonly EventTime: number;
  readonly EventSource: string;
  readonly Username?: string;
  readonly Resources: readonly { readonly ResourceType: string; readonly ResourceName: string }[];
  readonly CloudTrailEvent: string;
}

/** Words a record as an entry of the event history. */
export function toHistoryEntry({ record, text }: Pick<Recorded, 'record' | 'text'>): HistoryEntry {
  const { accessKeyId } = record.userIdentity;
  const username = usernameOf(record);
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: record.readOnly === true ? 'true' : 'false',
    ...(typeof accessKeyId === 'string' && { AccessKeyId: accessKeyId }),
    EventTime: Date.parse(record.eventTime) / 1000,
    EventSource: record.eventSource,
    ...(username !== undefined && { Username: username }),
    Resources: resourcesOf(record),
    CloudTrailEvent: text,
  };
}

/** Whether the event history of an account in a Region keeps a record: it has management events only. */
export function isInHistory(record: CloudTrailRecord, { account, region }: Section): boolean {
  const { managementEvent, eventCategory, awsRegion, recipientAccountId } = record;
  if (awsRegion !== region || recipientAccountId !== account) return false;
  return managementEvent !== false && (eventCategory ?? 'Management') === 'Management';
}

/** A user's name, a role's session, or `root`; none where a service acted by itself (real: exports of the console). */
function usernameOf({ userIdentity }: CloudTrailRecord): string | undefined {
  const { type, userName, principalId } = userIdentity;
  if (type === 'Root') return 'root';
  if (typeof userName === 'string') return userName;
  if (typeof principalId === 'string' && principalId.includes(':')) {
    return principalId.slice(principalId.indexOf(':') + 1);
  }
  return undefined;
}

/** Kinds of resources by the service in their ARN: records of ECR's calls do not name them. */
const KINDS: Readonly<Record<string, string>> = { ecr: 'AWS::ECR::Repository', kms: 'AWS::KMS::Key' };

function resourcesOf({ resources = [] }: CloudTrailRecord): HistoryEntry['Resources'] {
  return resources.flatMap(({ ARN, type }) => {
    if (typeof ARN !== 'string') return [];
    const kind = typeof type === 'string' ? type : KINDS[ARN.split(':', 3)[2] ?? ''];
    return kind === undefined ? [] : [{ ResourceType: kind, ResourceName: ARN }];
  });
}
