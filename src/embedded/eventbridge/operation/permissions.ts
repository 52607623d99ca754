import { Fault } from '../../../wire/fault.ts';
import type { Operation } from '../../service.ts';
import type { Buses } from '../buses.ts';
import type { EventBus } from '../event-bus.ts';
import { invalid, missing } from '../refusal.ts';
import { typed } from './typed.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const LONGEST = 10_240;

interface PermissionWish {
  readonly EventBusName?: string;
  readonly Action?: string;
  readonly Principal?: string;
  readonly StatementId?: string;
  readonly Condition?: { readonly Type: string; readonly Key: string; readonly Value: string };
  readonly Policy?: string;
}

/** The operations on the policies of buses: who of other accounts may put events there. */
export function permissionOperations(buses: Buses): Readonly<Record<string, Operation>> {
  function setPolicy(bus: EventBus, policy: EventBus['policy']): void {
    if (JSON.stringify(policyDocument(policy)).length > LONGEST) {
      throw new Fault(
        'PolicyLengthExceededException',
        'The event bus policy is too long, it may have 10240 characters.',
      );
    }
    bus.policy = policy;
    buses.neighbours.scene.permissions?.changed();
  }

  return {
    PutPermission: typed<PermissionWish>((input) => {
      const bus = buses.find(input.EventBusName);
      if (input.Policy !== undefined) {
        setPolicy(bus, readPolicy(input.Policy));
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
      setPolicy(bus, [...bus.policy.filter(({ Sid }) => Sid !== StatementId), statement]);
    }),
    RemovePermission: typed<PermissionWish & { readonly RemoveAllPermissions?: boolean }>((input) => {
      const bus = buses.find(input.EventBusName);
      if (input.RemoveAllPermissions === true) {
        setPolicy(bus, []);
        return;
      }
      if (input.StatementId === undefined) throw invalid('Parameter StatementId is required.');
      if (bus.policy.length === 0) throw missing('EventBus does not have a policy.');
      if (!bus.policy.some(({ Sid }) => Sid === input.StatementId)) {
        throw missing('Statement with the provided id does not exist.');
      }
      setPolicy(
        bus,
        bus.policy.filter(({ Sid }) => Sid !== input.StatementId),
      );
    }),
  };
}

/** A bus's policy as EventBridge shows it. */
export function policyDocument(Statement: EventBus['policy']): object {
  return { Version: '2012-10-17', Statement };
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
