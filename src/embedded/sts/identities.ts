import type { Milliseconds } from '../../clock.ts';
import type { Scene } from '../scene.ts';
import type { Asked } from '../service.ts';

/** Who somebody is, in the words of GetCallerIdentity. */
export interface Identity {
  readonly UserId: string;
  readonly Account: string;
  readonly Arn: string;
  /** Of a session of a role: the role. */
  readonly roleArn?: string;
}

/** Keys for a while, as STS hands them out. */
export interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  readonly Expiration: Date;
}

/** Who calls, by the keys they call with. */
export interface Identities {
  /** Whoever calls with keys that nobody was given is the rehearsal itself. */
  callerOf(asked: Asked | undefined): Identity;
  /** Whom a key was given to. */
  holderOf(accessKeyId: string): Identity | undefined;
  /** The id of a role, ever the same. */
  roleId(arn: string): string;
  /** Gives keys, by which whoever calls with them is told. */
  issue(identity: Identity, seconds: number | undefined): Credentials;
}

/** What ids and keys are made of. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SECRET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const HOUR: Milliseconds = 3_600_000;

/** The access key that a request is signed with. */
export function accessKeyOf(asked: Asked | undefined): string | undefined {
  return /Credential=([^/]+)\//.exec(asked?.authorization ?? '')?.[1];
}

/** Opens the book of an account's keys. */
export function openIdentities({ account, agenda, random }: Scene): Identities {
  const sessions = new Map<string, Identity>();
  const roleIds = new Map<string, string>();
  const rehearsal: Identity = {
    UserId: 'AROAEXAMPLEEXAMPLE000:rehearsal',
    Account: account,
    Arn: `arn:aws:sts::${account}:assumed-role/rehearsal/rehearsal`,
    roleArn: `arn:aws:iam::${account}:role/rehearsal`,
  };

  /** A function calls as its role, in a session of its own name, as on Lambda. */
  function functionOf(asked: Asked | undefined): Identity | undefined {
    const { consumer = '' } = asked?.client ?? {};
    if (consumer === '') return undefined;
    const roleArn = `arn:aws:iam::${account}:role/${consumer}`;
    return {
      UserId: `${roleId(roleArn)}:${consumer}`,
      Account: account,
      Arn: `arn:aws:sts::${account}:assumed-role/${consumer}/${consumer}`,
      roleArn,
    };
  }

  function roleId(arn: string): string {
    let id = roleIds.get(arn);
    if (id === undefined) roleIds.set(arn, (id = `AROA${random.text(17, LETTERS)}`));
    return id;
  }

  return {
    callerOf: (asked) => sessions.get(accessKeyOf(asked) ?? '') ?? functionOf(asked) ?? rehearsal,
    holderOf: (accessKeyId) => sessions.get(accessKeyId),
    roleId,
    issue: (identity, seconds) => {
      const AccessKeyId = `ASIA${random.text(16, LETTERS)}`;
      sessions.set(AccessKeyId, identity);
      return {
        AccessKeyId,
        SecretAccessKey: random.text(40, SECRET),
        SessionToken: random.text(356, SECRET),
        Expiration: new Date(agenda.now() + (seconds === undefined ? HOUR : seconds * 1_000)),
      };
    },
  };
}
