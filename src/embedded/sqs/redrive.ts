import { invalidParameter } from './faults.ts';

/** Where a queue's messages go that have been received too often. */
export interface Redrive {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Reads a `RedrivePolicy`. Throws AWS's error where it is none. */
export function readRedrive(text: string): Redrive {
  const policy = parse(text);
  if (policy === undefined) throw refusal(text, 'Redrive policy is not a valid JSON map.');
  const { deadLetterTargetArn: target, maxReceiveCount: count } = policy;
  if (typeof target !== 'string' || target === '')
    throw refusal(text, 'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
  if (count === undefined) throw refusal(text, 'Redrive policy does not contain mandatory attribute: maxReceiveCount.');
  const maxReceiveCount = typeof count === 'string' || typeof count === 'number' ? Number(count) : Number.NaN;
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    const said = typeof count === 'string' ? count : JSON.stringify(count);
    throw refusal(text, `Invalid value for maxReceiveCount: ${said}, valid values are from 1 to 1000 both inclusive.`);
  }
  return { deadLetterTargetArn: target, maxReceiveCount };
}

/** Whether a dead-letter queue with this `RedriveAllowPolicy` takes what the source gives up on. */
export function allowsRedrive(policyText: string | undefined, sourceArn: string): boolean {
  const policy = policyText === undefined ? undefined : parse(policyText);
  if (policy?.['redrivePermission'] === 'denyAll') return false;
  if (policy?.['redrivePermission'] !== 'byQueue') return true;
  const sources = policy['sourceQueueArns'];
  return Array.isArray(sources) && sources.includes(sourceArn);
}

/** Throws AWS's error where the text is no `RedriveAllowPolicy`. */
export function checkRedriveAllow(text: string): void {
  const policy = parse(text);
  const refused = (reason: string): Error =>
    invalidParameter(`Value ${text} for parameter RedriveAllowPolicy is invalid. Reason: ${reason}`);
  if (policy === undefined) throw refused('Amazon SQS cannot read the policy: it is not a valid JSON map.');
  const { redrivePermission: permission, sourceQueueArns: sources } = policy;
  if (permission !== 'allowAll' && permission !== 'denyAll' && permission !== 'byQueue') {
    throw refused('The redrivePermission attribute must be one of allowAll, denyAll, byQueue.');
  }
  if (permission !== 'byQueue' && sources !== undefined) {
    throw refused('The sourceQueueArns attribute can only be specified when redrivePermission is byQueue.');
  }
  if (permission === 'byQueue' && !(Array.isArray(sources) && sources.length > 0 && sources.length <= 10)) {
    throw refused('The sourceQueueArns attribute must hold 1 to 10 queues when redrivePermission is byQueue.');
  }
}

/** The refusal of a `RedrivePolicy`, for a reason. */
export function refusal(text: string, reason: string): Error {
  return invalidParameter(`Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
