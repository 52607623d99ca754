import { expect, test } from 'vitest';
import { emitted } from '../emitted.ts';

const WORKFLOW =
  '{ role: deploy, webIdentity: { subject: "repo:example/shop:ref:refs/heads/main" }, sourceIPAddress: 198.51.100.7 }';

test('a workflow of GitHub exchanges its token for the role first, as STS alone shows', () => {
  const { records, names } = emitted(
    `given: [{ repository: { name: web } }]\nas: ${WORKFLOW}\nsteps: [{ push: { image: "web:1" } }]`,
  );
  expect(names.slice(0, 2)).toEqual(['AssumeRoleWithWebIdentity', 'GetAuthorizationToken']);
  const provider = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
  expect(records[0]).toMatchObject({
    eventVersion: '1.11',
    userIdentity: {
      type: 'WebIdentityUser',
      principalId: `${provider}:sts.amazonaws.com:repo:example/shop:ref:refs/heads/main`,
      userName: 'repo:example/shop:ref:refs/heads/main',
      identityProvider: provider,
    },
    eventSource: 'sts.amazonaws.com',
    sourceIPAddress: '198.51.100.7',
    userAgent: expect.stringMatching(/configure-aws-credentials-for-github-actions$/) as string,
    requestParameters: {
      roleArn: 'arn:aws:iam::123456789012:role/deploy',
      roleSessionName: 'GitHubActions',
      durationSeconds: 3600,
    },
    responseElements: {
      credentials: { expiration: 'Jan 15, 2026, 10:30:00 AM' },
      subjectFromWebIdentityToken: 'repo:example/shop:ref:refs/heads/main',
      assumedRoleUser: { arn: 'arn:aws:sts::123456789012:assumed-role/deploy/GitHubActions' },
      provider,
      audience: 'sts.amazonaws.com',
    },
    readOnly: true,
    resources: [{ accountId: '123456789012', type: 'AWS::IAM::Role', ARN: 'arn:aws:iam::123456789012:role/deploy' }],
    tlsDetails: { clientProvidedHostHeader: 'sts.us-east-1.amazonaws.com' },
  });
  expect(records[0]?.userIdentity).not.toHaveProperty('accountId');
});

test('the calls after it are those of the role, whose session names the provider', () => {
  const { records } = emitted(
    `given: [{ repository: { name: web } }]\nas: ${WORKFLOW}\nsteps: [{ push: { image: "web:1" } }]`,
  );
  const later = records.slice(1);
  expect(new Set(later.map(({ userIdentity }) => userIdentity['type']))).toEqual(new Set(['AssumedRole']));
  expect(later.at(-1)?.userIdentity).toMatchObject({
    arn: 'arn:aws:sts::123456789012:assumed-role/deploy/GitHubActions',
    sessionContext: {
      webIdFederationData: {
        federatedProvider: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
        attributes: {},
      },
    },
  });
  const { accessKeyId } = (records[0]!.responseElements as { credentials: { accessKeyId: string } }).credentials;
  expect(later[0]?.userIdentity).toMatchObject({ accessKeyId });
});

test('an hour later the session has ended: the role is assumed again, with other keys', () => {
  const { records, names } = emitted(
    `given: [{ repository: { name: web } }]\nas: ${WORKFLOW}\nsteps: [{ push: { image: "web:1" } }, { wait: 59m }, { delete: { image: "web:1" } }, { wait: 2m }, { delete: { repository: web } }]`,
  );
  expect(names.filter((name) => name === 'AssumeRoleWithWebIdentity')).toHaveLength(2);
  expect(names.slice(-2)).toEqual(['AssumeRoleWithWebIdentity', 'DeleteRepository']);
  expect(records.at(-1)?.userIdentity['accessKeyId']).not.toBe(records[1]?.userIdentity['accessKeyId']);
  expect(records.at(-1)?.userIdentity['principalId']).toBe(records[1]?.userIdentity['principalId']);
});

test('a person with a SAML assertion is a SAMLUser to STS and a role to ECR', () => {
  const { records, names } = emitted(
    'region: cn-north-1\nas: { role: Admin, session: carol@example.com, saml: { provider: corp } }\nsteps: [{ createRepository: { name: web, login: false } }]',
  );
  expect(names).toEqual(['AssumeRoleWithSAML', 'CreateRepository']);
  expect(records[0]).toMatchObject({
    userIdentity: { type: 'SAMLUser', userName: 'carol@example.com' },
    requestParameters: {
      roleSessionName: 'carol@example.com',
      roleArn: 'arn:aws-cn:iam::123456789012:role/Admin',
      principalArn: 'arn:aws-cn:iam::123456789012:saml-provider/corp',
    },
    responseElements: { subject: 'carol@example.com', audience: 'https://signin.amazonaws.cn/saml' },
    resources: [{ type: 'AWS::IAM::Role' }, { type: 'AWS::IAM::SAMLProvider' }],
    tlsDetails: { clientProvidedHostHeader: 'sts.cn-north-1.amazonaws.com.cn' },
  });
  expect(records[1]?.userIdentity).toMatchObject({ type: 'AssumedRole' });
});

test('the person behind a role of IAM Identity Center and a source identity are told', () => {
  const { records } = emitted(
    'as: { role: AWSReservedSSO_Admin_0123456789abcdef, session: carol, path: /aws-reserved/sso.amazonaws.com/, sourceIdentity: carol, onBehalfOf: { userId: "1234567890-abcd", identityStoreArn: "arn:aws:identitystore::123456789012:identitystore/d-1234567890" } }\nsteps: [{ createRepository: { name: web, login: false } }]',
  );
  expect(records[0]?.userIdentity).toMatchObject({
    sessionContext: { sourceIdentity: 'carol' },
    onBehalfOf: { userId: '1234567890-abcd' },
  });
});

test('a call from another account shares an id with the copy over there, and names no key', () => {
  const { records } = emitted(
    'as: { account: "111122223333" }\nsteps: [{ createRepository: { name: web, login: false } }]',
  );
  expect(records[0]).toMatchObject({ recipientAccountId: '123456789012', userIdentity: { type: 'AWSAccount' } });
  expect(records[0]?.sharedEventID).toMatch(/^[0-9a-f-]{36}$/);
  expect(records[0]?.sharedEventID).not.toBe(records[0]?.eventID);
});

test('Terraform says so in its user agent, and opens its connections itself', () => {
  const { records } = emitted(
    'as: { role: infra, via: terraform }\nsteps: [{ createRepository: { name: web, login: false } }]',
  );
  expect(records[0]?.userAgent).toMatch(/^APN\/1\.0 HashiCorp\/1\.0 Terraform\/\d.* api\/ecr#/);
  expect(records[0]).toHaveProperty('tlsDetails');
});

const pulled = (by: string, as = `{ role: NodeRole, by: ${by} }`) =>
  emitted(
    `given: [{ repository: { name: web } }, { image: { image: "web:1", layers: [1000] } }]\nsteps: [{ pull: { image: "web:1", as: ${as} } }]`,
  );

test.each([
  ['docker', ['GetAuthorizationToken', 'BatchGetImage', 'GetDownloadUrlForLayer', 'GetDownloadUrlForLayer']],
  [
    'containerd',
    ['GetAuthorizationToken', 'BatchGetImage', 'BatchGetImage', 'GetDownloadUrlForLayer', 'GetDownloadUrlForLayer'],
  ],
  [
    'eks',
    ['GetAuthorizationToken', 'BatchGetImage', 'BatchGetImage', 'GetDownloadUrlForLayer', 'GetDownloadUrlForLayer'],
  ],
  ['ecs', ['GetAuthorizationToken', 'BatchGetImage', 'GetDownloadUrlForLayer', 'GetDownloadUrlForLayer']],
  [
    'fargate',
    ['GetAuthorizationToken', 'BatchGetImage', 'BatchGetImage', 'GetDownloadUrlForLayer', 'GetDownloadUrlForLayer'],
  ],
  ['lambda', ['BatchGetImage', 'GetDownloadUrlForLayer', 'GetDownloadUrlForLayer']],
])('a pull by %s is told in the calls it makes', (by, names) => {
  expect(pulled(by).names).toEqual(names);
});

test('containerd asks for the tag, then for the digest that it means', () => {
  const { records } = pulled('containerd');
  const [head, get] = records.slice(1);
  expect(head?.requestParameters).toMatchObject({ imageIds: [{ imageTag: '1' }] });
  expect(get?.requestParameters).toMatchObject({
    imageIds: [{ imageDigest: expect.stringMatching(/^sha256:/) as string }],
  });
});

test.each([
  ['eks', /^i-0[0-9a-f]{16}$/, /^aws-sdk-go-v2\//, '2.0'],
  ['ecs', /^[0-9a-f]{32}$/, /^Amazon ECS Agent/, undefined],
  ['fargate', /^[0-9a-f]{32}$/, /^Amazon ECS Agent/, undefined],
])('what runs by %s has a session of its own kind, and logs in with its own helper', (by, session, agent, delivery) => {
  const { records } = pulled(by);
  const { principalId, sessionContext } = records[0]!.userIdentity as {
    principalId: string;
    sessionContext: { ec2RoleDelivery?: string };
  };
  expect(principalId.split(':')[1]).toMatch(session);
  expect(sessionContext.ec2RoleDelivery).toBe(delivery);
  expect(records[0]?.userAgent).toMatch(agent);
  // Behind the proxy they all look alike.
  expect(new Set(records.slice(1).map(({ userAgent }) => userAgent))).toEqual(new Set(['AWS Internal']));
});

test('buildx looks for the manifest before it pushes one, and builds in the OCI format', () => {
  const { records, names } = emitted(
    'given: [{ repository: { name: web } }]\nas: { role: ci, by: buildx }\nsteps: [{ push: { image: "web:1" } }]',
  );
  expect(names.slice(0, 3)).toEqual(['GetAuthorizationToken', 'BatchGetImage', 'BatchCheckLayerAvailability']);
  expect(records.at(-1)?.requestParameters).toMatchObject({
    imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
  });
});

test('a node’s pull from another account names its owner, and shares an id with the copy over there', () => {
  const { records, names } = emitted(
    'as: { role: NodeRole, by: eks }\nsteps: [{ pull: { image: "eks/pause:3.10", from: "444455556666", layers: [300000] } }]',
  );
  expect(names).toEqual([
    'GetAuthorizationToken',
    'BatchGetImage',
    'BatchGetImage',
    'GetDownloadUrlForLayer',
    'GetDownloadUrlForLayer',
  ]);
  expect(records[0]).not.toHaveProperty('sharedEventID');
  expect(records[1]).toMatchObject({
    requestParameters: { registryId: '444455556666', repositoryName: 'eks/pause', imageIds: [{ imageTag: '3.10' }] },
    responseElements: null,
    resources: [{ accountId: '444455556666', ARN: 'arn:aws:ecr:us-east-1:444455556666:repository/eks/pause' }],
    recipientAccountId: '123456789012',
    sharedEventID: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  });
});

test('who may not pull from another account is told of the repository over there', () => {
  const { records } = emitted(
    'steps: [{ pull: { image: "base:1", from: "444455556666", login: false, fails: AccessDenied } }]',
  );
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({ errorCode: 'AccessDenied', requestParameters: null });
  expect(records[0]?.errorMessage).toContain('arn:aws:ecr:us-east-1:444455556666:repository/base');
});
