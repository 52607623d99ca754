import { Fault } from '../../wire/fault.ts';
import type { Operation } from '../service.ts';
import { staleRevision } from './describe.ts';
import { findQualified, qualified } from './family.ts';
import type { Functions } from './functions.ts';

/** What AddPermission is given, as far as it becomes part of the policy. */
interface PermissionInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly PrincipalOrgID?: string;
  readonly EventSourceToken?: string;
  readonly RevisionId?: string;
}

/** The operations on a function's resource policy: who may invoke it. */
export function permissionOperations(functions: Functions): Readonly<Record<string, Operation>> {
  function add(given: unknown): unknown {
    const input = given as PermissionInput;
    if (input.Qualifier === '$LATEST')
      throw new Fault('InvalidParameterValueException', 'We currently do not support adding policies for $LATEST.');
    const called = findQualified(functions, input.FunctionName, input.Qualifier);
    if (input.RevisionId !== undefined && input.RevisionId !== called.policyRevision) throw staleRevision('GetPolicy');
    if (called.policy.has(input.StatementId)) {
      throw new Fault(
        'ResourceConflictException',
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        409,
      );
    }
    const statement = statementOf(input, called.arn);
    called.policy.set(input.StatementId, statement);
    called.policyRevision = functions.nextRevision();
    functions.policyChanged();
    return { Statement: JSON.stringify(statement) };
  }

  function get(given: unknown): unknown {
    const { FunctionName, Qualifier } = given as PermissionInput;
    const { family } = functions.find(FunctionName);
    const { policy, policyRevision } = qualified(family, Qualifier) ?? NO_POLICY;
    if (policy.size === 0)
      throw new Fault('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    const Policy = JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [...policy.values()] });
    return { Policy, RevisionId: policyRevision };
  }

  function remove(given: unknown): void {
    const { FunctionName, Qualifier, StatementId, RevisionId } = given as PermissionInput;
    const called = functions.seek(FunctionName, Qualifier);
    if (called === undefined) {
      const arn = functions.arnOf(FunctionName, Qualifier);
      throw new Fault('ResourceNotFoundException', `No policy found for: ${arn}`, 404);
    }
    if (called.policy.size === 0)
      throw new Fault('ResourceNotFoundException', 'No policy is associated with the given resource.', 404);
    if (RevisionId !== undefined && RevisionId !== called.policyRevision) throw staleRevision('GetPolicy');
    if (!called.policy.delete(StatementId))
      throw new Fault('ResourceNotFoundException', `Statement ${StatementId} is not found in resource policy.`, 404);
    called.policyRevision = functions.nextRevision();
    functions.policyChanged();
  }

  return { AddPermission: add, GetPolicy: get, RemovePermission: remove };
}

const NO_POLICY = { policy: new Map<string, unknown>(), policyRevision: '' };

/** The statement that Lambda makes of a permission, with its members in Lambda's order. */
function statementOf(input: PermissionInput, arn: string): object {
  const { SourceArn, SourceAccount, PrincipalOrgID, EventSourceToken } = input;
  const equals = {
    ...(SourceAccount !== undefined && { 'AWS:SourceAccount': SourceAccount }),
    ...(PrincipalOrgID !== undefined && { 'aws:PrincipalOrgID': PrincipalOrgID }),
    ...(EventSourceToken !== undefined && { 'lambda:EventSourceToken': EventSourceToken }),
  };
  const condition = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
  };
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: arn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

/** A service, an account, everybody, or an identity by its ARN. */
function principalOf(given: string): unknown {
  if (given === '*') return '*';
  if (/^\d{12}$/.test(given)) return { AWS: `arn:aws:iam::${given}:root` };
  return given.startsWith('arn:') ? { AWS: given } : { Service: given };
}
