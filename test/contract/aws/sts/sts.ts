import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
  type Credentials,
} from '@aws-sdk/client-sts';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';

const OTHER = '444455556666';
const RoleArn = `arn:aws:iam::${OTHER}:role/deployer`;
const RoleSessionName = 'rollout';

/** Who calls with these keys. */
async function whoIs({ sts }: Account, { AccessKeyId, SecretAccessKey, SessionToken }: Credentials) {
  const client = new STSClient({
    region: 'us-east-2',
    endpoint: await sts.config.endpoint!(),
    maxAttempts: 1,
    credentials: { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! },
  });
  try {
    return await client.send(new GetCallerIdentityCommand({}));
  } finally {
    client.destroy();
  }
}

function token(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** What STS promises. */
export const STS: Promises = {
  'whoever asks is told who calls, and in which account': async ({ sts, id }) => {
    const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Account).toBe(id);
    expect(Arn).toMatch(new RegExp(`^arn:aws:(iam|sts)::${id}:`));
    expect(UserId).toMatch(/./);
  },

  'a role is assumed for a while, and its account is told': async (aws) => {
    const before = Date.now();
    const { Credentials, AssumedRoleUser } = await aws.sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName, DurationSeconds: 900 }),
    );
    expect(AssumedRoleUser).toMatchObject({
      Arn: `arn:aws:sts::${OTHER}:assumed-role/deployer/rollout`,
      AssumedRoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}:rollout$/) as string,
    });
    expect(Credentials?.AccessKeyId).toMatch(/^(A|L)SIA[A-Z0-9]{16}$/);
    const seconds = (Credentials!.Expiration!.getTime() - before) / 1_000;
    expect(Math.abs(seconds - 900)).toBeLessThan(10);
  },

  'whoever calls with the keys of a role is that role': async (aws) => {
    const { Credentials, AssumedRoleUser } = await aws.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
    expect(await whoIs(aws, Credentials!)).toMatchObject({ Account: OTHER, Arn: AssumedRoleUser?.Arn });
  },

  'a role that is none is refused': async ({ sts }) => {
    const wrong = 'arn:aws:sqs:us-east-2:444455556666:queue';
    await expect(sts.send(new AssumeRoleCommand({ RoleArn: wrong, RoleSessionName }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: `${wrong} is invalid`,
    });
  },

  'a session is named': async ({ sts }) => {
    await expect(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'no spaces' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message:
        "1 validation error detected: Value 'no spaces' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    });
  },

  'a role is assumed by a token of somebody else': async (aws) => {
    const claims = { iss: 'https://token.example.com', sub: 'repo:web', aud: 'sts.amazonaws.com' };
    const WebIdentityToken = token({ ...claims, exp: Math.floor(Date.now() / 1_000) + 60 });
    const { Credentials, ...answer } = await aws.sts.send(
      new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName, WebIdentityToken }),
    );
    expect(answer).toMatchObject({
      AssumedRoleUser: { Arn: `arn:aws:sts::${OTHER}:assumed-role/deployer/rollout` },
      SubjectFromWebIdentityToken: 'repo:web',
      Audience: 'sts.amazonaws.com',
    });
    expect(await whoIs(aws, Credentials!)).toMatchObject({ Account: OTHER });
  },

  'a token that has expired, or is none, assumes nothing': async ({ sts }) => {
    const assume = (WebIdentityToken: string) =>
      sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName, WebIdentityToken }));
    await expect(assume(token({ iss: 'https://token.example.com', sub: 'x', exp: 1 }))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    });
    await expect(assume('no token')).rejects.toMatchObject({ name: 'InvalidIdentityTokenException' });
  },

  'keys for a session are those of whoever asks': async (aws) => {
    const { Credentials } = await aws.sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    expect(Credentials).toMatchObject({ SessionToken: expect.stringMatching(/./) as string });
    expect(await whoIs(aws, Credentials!)).toMatchObject({ Account: aws.id });
  },

  'keys for a user who is known elsewhere are of that user': async (aws) => {
    const { Credentials, FederatedUser } = await aws.sts.send(new GetFederationTokenCommand({ Name: 'rollout' }));
    const Arn = `arn:aws:sts::${aws.id}:federated-user/rollout`;
    expect(FederatedUser).toEqual({ FederatedUserId: `${aws.id}:rollout`, Arn });
    expect(await whoIs(aws, Credentials!)).toMatchObject({ Account: aws.id, Arn });
  },

  'a key tells its account': async (aws) => {
    const { Credentials } = await aws.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
    const { AccessKeyId } = Credentials!;
    expect(await aws.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId }))).toMatchObject({ Account: OTHER });
  },
};
