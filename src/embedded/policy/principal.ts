import type { Principal } from './question.ts';

/** Whether a statement's `Principal` (or `NotPrincipal`) names who asks. */
export function names(element: unknown, principal: Principal): boolean {
  if (element === '*') return true;
  if (typeof element !== 'object' || element === null) return false;
  const { AWS: accounts, Service: services } = element as { readonly AWS?: unknown; readonly Service?: unknown };
  // Everybody, services too: the policies that let topics send to queues were written so for years.
  if (listOf(accounts).includes('*')) return true;
  return 'service' in principal
    ? listOf(services).includes(principal.service)
    : listOf(accounts).some((named) => isNamed(named, principal.arn));
}

/** By its ARN, by that of the role whose session it is, or by its account. */
function isNamed(named: string, arn: string): boolean {
  const [, , , , account = '', resource = ''] = arn.split(':');
  if (named === arn || named === account) return true;
  const [, , service, , namedAccount, namedResource = ''] = named.split(':');
  if (service !== 'iam' || namedAccount !== account) return false;
  return namedResource === 'root' || namedResource === roleOf(resource);
}

/** `assumed-role/deployer/session` is of the role `role/deployer`. */
function roleOf(resource: string): string | undefined {
  const role = /^assumed-role\/([^/]+)\//.exec(resource)?.[1];
  return role === undefined ? undefined : `role/${role}`;
}

function listOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((one) => typeof one === 'string');
}
