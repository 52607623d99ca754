import type { EventBridgeEvent } from 'aws-lambda';

/** The members of the CloudTrail record that the audit reads. Parameters are null when the call was denied, answers when it failed. */
interface ApiCall {
  readonly eventName: string;
  readonly errorCode?: string;
  readonly userIdentity: { readonly arn?: string };
  readonly requestParameters: {
    readonly repositoryName?: string;
    readonly encryptionConfiguration?: { readonly encryptionType?: string };
    readonly policyText?: string;
  } | null;
}

/** Audits what is done to repositories: who created one, whether its own key encrypts it, whether a policy opens it to everybody. */
export function handler(event: EventBridgeEvent<'AWS API Call via CloudTrail', ApiCall>) {
  const { eventName, errorCode, requestParameters, userIdentity } = event.detail;
  if (errorCode !== undefined || requestParameters === null) return { audited: false, why: errorCode ?? 'denied' };
  const finding = { audited: true, repository: requestParameters.repositoryName, by: userIdentity.arn };
  if (eventName === 'CreateRepository')
    return {
      ...finding,
      encryptedWithKms: requestParameters.encryptionConfiguration?.encryptionType?.startsWith('KMS') ?? false,
    };
  return {
    ...finding,
    open: /"Principal"\s*:\s*(?:"\*"|\{\s*"AWS"\s*:\s*"\*")/.test(requestParameters.policyText ?? ''),
  };
}
