import type { Question } from './question.ts';

/** What an AWS service asks of a resource, on behalf of something of an account: a rule, a topic. */
export function askedByService(
  service: string,
  action: string,
  resource: string,
  { arn, account }: { readonly arn: string; readonly account: string },
): Question {
  return {
    principal: { service },
    action,
    resource,
    context: {
      'aws:sourcearn': arn,
      'aws:sourceaccount': account,
      'aws:principalisawsservice': 'true',
      'aws:principalservicename': service,
      'aws:securetransport': 'true',
    },
  };
}

/** What a role of an account asks of a resource. */
export function askedByRole(role: string, action: string, resource: string): Question {
  return {
    principal: { arn: role },
    action,
    resource,
    context: {
      'aws:principalarn': role,
      'aws:principalaccount': role.split(':')[4] ?? '',
      'aws:principalisawsservice': 'false',
      'aws:securetransport': 'true',
    },
  };
}
