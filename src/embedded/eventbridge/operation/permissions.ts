import type { Operation } from '../../service.ts';
import type { Buses } from '../buses.ts';
import { invalid, missing } from '../refusal.ts';
import { typed } from './typed.ts';

interface PermissionWish {
  readonly EventBusName?: string;
  readonly Action?: string;
  readonly Principal?: string;
  readonly StatementId?: string;
  readonly Condition?: { readonly Type: string; readonly Key: string; readonly Value: string };
  readonly Policy?: string;
}

/** The operations on the policies of buses. Policies are kept and shown, and not enforced: there is but one account here. */
export function permissionOperations(buses: Buses): Readonly<Record<string, Operation>> {
  return {
    PutPermission: typed<PermissionWish>((input) => {
      const bus = buses.find(input.EventBusName);
      if (input.Policy !== undefined) {
        bus.policy = readPolicy(input.Policy);
        return;
      }
      const { Action = 'events:PutEvents', Principal, StatementId, Condition } = input;
      if (Principal === undefined) throw invalid('Parameter Principal is required.');
      if (StatementId === undefined) throw invalid('Parameter StatementId is required.');
      if (Principal !== '*' && !/^\d{12}$/.test(Principal)) throw invalid('Parameter Principal is not valid.');
      const statement = {
        Sid: StatementId,
        Effect: 'Allow',
        Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
        Action,
        Resource: bus.arn,
        ...(Condition !== undefined && { Condition: { [Condition.Type]: { [Condition.Key]: Condition.Value } } }),
      };
      bus.policy = [...bus.policy.filter(({ Sid }) => Sid !== StatementId), statement];
    }),
    RemovePermission: typed<PermissionWish & { readonly RemoveAllPermissions?: boolean }>((input) => {
      const bus = buses.find(input.EventBusName);
      if (input.RemoveAllPermissions === true) {
        bus.policy = [];
        return;
      }
      if (input.StatementId === undefined) throw invalid('Parameter StatementId is required.');
      if (bus.policy.length === 0) throw missing('EventBus does not have a policy.');
      if (!bus.policy.some(({ Sid }) => Sid === input.StatementId)) {
        throw missing('Statement with the provided id does not exist.');
      }
      bus.policy = bus.policy.filter(({ Sid }) => Sid !== input.StatementId);
    }),
  };
}

function readPolicy(text: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
    const statements = (Array.isArray(Statement) ? Statement : [Statement]) as unknown[];
    if (statements.every((one) => typeof one === 'object' && one !== null)) {
      return statements as Readonly<Record<string, unknown>>[];
    }
  } catch {
    // Said below, with whatever else is no policy.
  }
  throw invalid('Parameter Policy is not valid.');
}
