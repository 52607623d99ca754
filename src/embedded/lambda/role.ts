import { Fault } from '../../wire/fault.ts';
import { askedByRole } from '../policy/asked-by.ts';
import { refusalOf, type ResourcePolicy } from '../policy/permissions.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { Surroundings } from './surroundings.ts';

/** The role that a function runs as, and sends to its destinations as. */
export function roleOf({ arn, name }: Pick<LambdaFunction, 'arn' | 'name'>): string {
  return `arn:aws:iam::${arn.split(':')[4]}:role/${name}`;
}

/** Throws where the policy of a destination denies it to the function's role. What the role itself may do is taken as enough. */
export function checkRole(
  called: LambdaFunction,
  action: string,
  destination: string,
  policyOf: ((arn: string) => ResourcePolicy | undefined) | undefined,
  { scene: { permissions } }: Surroundings,
): void {
  if (permissions === undefined) return;
  const refused = refusalOf(permissions, policyOf?.(destination), askedByRole(roleOf(called), action, destination));
  if (refused !== undefined) throw new Fault('AccessDenied', refused, 403);
}
