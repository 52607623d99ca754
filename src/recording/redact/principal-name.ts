import type { Mapping } from './mapping.ts';

/** Names that AWS gives, or writes in the place of one. */
const PUBLIC =
  /^(?:root|\*|unknown|anonymous|ANONYMOUS_PRINCIPAL|AWS Internal|HIDDEN_DUE_TO_SECURITY_REASONS|AWSServiceRoleFor[\w-]*|aws-service-role|aws-reserved|service-role|sso\.amazonaws\.com|[\w.-]+\.amazonaws\.com(?:\.cn)?|[a-z]{2}(?:-[a-z]+)+-[0-9])$/;

const INSTANCE = /^m?i-[0-9a-f]{8,17}$/;

/** What stands for the name of a user, a role, a group or a session: the same wherever it is met. */
export function principalName(name: string, mapping: Mapping): string {
  if (name === '' || PUBLIC.test(name) || /^user-[a-z]{10}@example\.com$/.test(name)) return name;
  if (INSTANCE.test(name)) return mapping.id(name);
  // Sessions that an application names by a thing that may be told of.
  return mapping.name(name);
}
