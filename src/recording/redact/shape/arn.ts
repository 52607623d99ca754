import type { Mapping } from '../mapping.ts';
import { principalName } from '../principal-name.ts';

const ARN = /(?<![0-9A-Za-z])(arn:aws[a-z-]*:(iam|sts|identitystore|sso):[a-z0-9-]*:[^\s:"'<>]*:)([\w+=,.@/:${}*?-]+)/g;

/** Kinds whose names tell of people or of what an account is for. */
const NAMED =
  /^(assumed-role|federated-user|user|role|group|instance-profile|mfa|u2f|sms-mfa|saml-provider|server-certificate)\//;

/** Names in the ARNs of users, roles, groups and sessions. Accounts in them are found as they are everywhere. */
export function arns(text: string, mapping: Mapping): string {
  if (!text.includes('arn:aws')) return text;
  return text.replace(ARN, (found, before: string, _service, resource: string) => {
    const kind = NAMED.exec(resource)?.[0];
    if (kind === undefined) return found;
    // What ends a sentence is no part of a name, though it may be.
    const end = /[.,:]*$/.exec(resource)?.index ?? resource.length;
    const parts = resource.slice(kind.length, end).split('/');
    const names = parts.map((part) => (/^[*?${}]|\$\{/.test(part) ? part : principalName(part, mapping)));
    return before + kind + names.join('/') + resource.slice(end);
  });
}
