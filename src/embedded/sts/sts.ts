import { Fault } from '../../wire/fault.ts';
import type { Service } from '../service.ts';
import type { Identity } from './identities.ts';
import { subjectOf } from './web-identity.ts';

interface RoleInput {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number;
  readonly SourceIdentity?: string;
  readonly WebIdentityToken?: string;
  readonly ProviderId?: string;
}

/** AWS STS: who calls, and roles to call as. Any role can be assumed: nobody has said who may. */
export const sts: Service = ({ scene, identities }) => {
  const { account, agenda } = scene;

  function assume({ RoleArn, RoleSessionName, DurationSeconds, SourceIdentity }: RoleInput): object {
    const [, owner, name] = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(RoleArn) ?? [];
    if (owner === undefined || name === undefined) throw new Fault('ValidationError', `${RoleArn} is invalid`);
    const AssumedRoleId = `${identities.roleId(RoleArn)}:${RoleSessionName}`;
    const Arn = `arn:aws:sts::${owner}:assumed-role/${name}/${RoleSessionName}`;
    const identity: Identity = { UserId: AssumedRoleId, Account: owner, Arn, roleArn: RoleArn };
    return {
      Credentials: identities.issue(identity, DurationSeconds),
      AssumedRoleUser: { AssumedRoleId, Arn },
      ...(SourceIdentity !== undefined && { SourceIdentity }),
    };
  }

  return {
    GetCallerIdentity: (_, asked) => {
      const { UserId, Account, Arn } = identities.callerOf(asked);
      return { UserId, Account, Arn };
    },
    AssumeRole: (input) => assume(input as unknown as RoleInput),
    AssumeRoleWithWebIdentity: (input) => {
      const given = input as unknown as RoleInput;
      const { subject, audience, issuer } = subjectOf(given.WebIdentityToken!, agenda.now());
      return {
        ...assume(given),
        SubjectFromWebIdentityToken: subject,
        Audience: audience,
        Provider: given.ProviderId ?? issuer,
      };
    },
    GetSessionToken: (input, asked) => ({
      Credentials: identities.issue(
        identities.callerOf(asked),
        (input['DurationSeconds'] as number | undefined) ?? 43_200,
      ),
    }),
    GetFederationToken: (input) => {
      const name = input['Name'] as string;
      const user = {
        FederatedUserId: `${account}:${name}`,
        Arn: `arn:aws:sts::${account}:federated-user/${name}`,
      };
      const identity = { UserId: user.FederatedUserId, Account: account, Arn: user.Arn };
      return {
        Credentials: identities.issue(identity, (input['DurationSeconds'] as number | undefined) ?? 43_200),
        FederatedUser: user,
      };
    },
    GetAccessKeyInfo: (input) => ({
      Account: identities.holderOf(input['AccessKeyId'] as string)?.Account ?? account,
    }),
  };
};
