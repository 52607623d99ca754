import type { Milliseconds } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import type { Asked, Service } from '../service.ts';
import { subjectOf } from './web-identity.ts';

/** Who somebody is, in the words of GetCallerIdentity. */
interface Identity {
  readonly UserId: string;
  readonly Account: string;
  readonly Arn: string;
}

interface RoleInput {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number;
  readonly SourceIdentity?: string;
  readonly WebIdentityToken?: string;
  readonly ProviderId?: string;
}

/** What ids and keys are made of. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SECRET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const HOUR: Milliseconds = 3_600_000;

/** AWS STS: who calls, and roles to call as. Any role can be assumed: nobody has said who may. */
export const sts: Service = ({ scene }) => {
  const { account, agenda, random } = scene;
  const sessions = new Map<string, Identity>();
  const roleIds = new Map<string, string>();
  const rehearsal: Identity = {
    UserId: 'AROAEXAMPLEEXAMPLE000:rehearsal',
    Account: account,
    Arn: `arn:aws:sts::${account}:assumed-role/rehearsal/rehearsal`,
  };

  function caller(asked: Asked | undefined): Identity {
    return sessions.get(/Credential=([^/]+)\//.exec(asked?.authorization ?? '')?.[1] ?? '') ?? rehearsal;
  }

  function roleId(arn: string): string {
    let id = roleIds.get(arn);
    if (id === undefined) roleIds.set(arn, (id = `AROA${random.text(17, LETTERS)}`));
    return id;
  }

  /** Keys for a while, by which whoever calls with them is told. */
  function issue(identity: Identity, seconds: number | undefined): object {
    const AccessKeyId = `ASIA${random.text(16, LETTERS)}`;
    sessions.set(AccessKeyId, identity);
    return {
      AccessKeyId,
      SecretAccessKey: random.text(40, SECRET),
      SessionToken: random.text(356, SECRET),
      Expiration: new Date(agenda.now() + (seconds === undefined ? HOUR : seconds * 1_000)),
    };
  }

  function assume({ RoleArn, RoleSessionName, DurationSeconds, SourceIdentity }: RoleInput): object {
    const [, owner, name] = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(RoleArn) ?? [];
    if (owner === undefined || name === undefined) throw new Fault('ValidationError', `${RoleArn} is invalid`);
    const AssumedRoleId = `${roleId(RoleArn)}:${RoleSessionName}`;
    const Arn = `arn:aws:sts::${owner}:assumed-role/${name}/${RoleSessionName}`;
    return {
      Credentials: issue({ UserId: AssumedRoleId, Account: owner, Arn }, DurationSeconds),
      AssumedRoleUser: { AssumedRoleId, Arn },
      ...(SourceIdentity !== undefined && { SourceIdentity }),
    };
  }

  return {
    GetCallerIdentity: (_, asked) => caller(asked),
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
      Credentials: issue(caller(asked), (input['DurationSeconds'] as number | undefined) ?? 43_200),
    }),
    GetFederationToken: (input) => {
      const name = input['Name'] as string;
      const user = {
        FederatedUserId: `${account}:${name}`,
        Arn: `arn:aws:sts::${account}:federated-user/${name}`,
      };
      const identity = { UserId: user.FederatedUserId, Account: account, Arn: user.Arn };
      return {
        Credentials: issue(identity, (input['DurationSeconds'] as number | undefined) ?? 43_200),
        FederatedUser: user,
      };
    },
    GetAccessKeyInfo: (input) => ({
      Account: sessions.get(input['AccessKeyId'] as string)?.Account ?? account,
    }),
  };
};
