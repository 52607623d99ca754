import { expect, test } from 'vitest';
import { emitted } from '../emitted.ts';

const REAL_ORDER = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'eventID',
  'readOnly',
  'resources',
  'eventType',
  'managementEvent',
  'recipientAccountId',
  'serviceEventDetails',
  'eventCategory',
  'tlsDetails',
  'sessionCredentialFromConsole',
];
const ALWAYS = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'requestParameters',
  'responseElements',
  'eventID',
  'readOnly',
  'eventType',
  'managementEvent',
  'recipientAccountId',
  'eventCategory',
];

const EVERYTHING = `given:
  - repository: { name: web, encryption: { type: KMS }, scanOnPush: true, lifecycle: { keep: 1 } }
steps:
  - createRepository: { name: app, policy: { Version: "2012-10-17", Statement: [] }, as: { user: alice, via: console } }
  - push: { image: "web:1" }
  - push: { image: "web:2", platforms: [linux/amd64], as: { user: bob } }
  - pull: { image: "web:2", as: { root: true } }
  - push: { image: "nope:1", fails: RepositoryNotFoundException }
  - expire: { repository: web }
  - delete: { image: "web:2", as: { federated: carol } }
`;

test('every record has the members of real records, in their order', () => {
  const { records } = emitted(EVERYTHING);
  for (const record of records) {
    const keys = Object.keys(record);
    expect(keys).toEqual(REAL_ORDER.filter((key) => keys.includes(key)));
    expect(ALWAYS.filter((key) => !keys.includes(key))).toEqual([]);
  }
  expect(records.length).toBeGreaterThan(40);
});

test('what the registry’s proxy did shows AWS Internal three times and no TLS', () => {
  const { records } = emitted(
    'given: [{ repository: { name: web } }]\nas: { user: alice }\nsteps: [{ push: { image: "web:1" } }]',
  );
  const put = records.at(-1);
  expect(put).toMatchObject({
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    userIdentity: {
      type: 'IAMUser',
      invokedBy: 'AWS Internal',
      sessionContext: { sessionIssuer: {}, webIdFederationData: {}, attributes: { mfaAuthenticated: 'false' } },
    },
  });
  expect(put).not.toHaveProperty('tlsDetails');
});

test('the login before a push is a direct call with an address, a client and TLS', () => {
  const { records } = emitted(
    'given: [{ repository: { name: web } }]\nas: { user: alice }\nsteps: [{ push: { image: "web:1" } }]',
  );
  expect(records[0]).toMatchObject({
    eventName: 'GetAuthorizationToken',
    sourceIPAddress: '203.0.113.12',
    requestParameters: null,
    responseElements: null,
    tlsDetails: { clientProvidedHostHeader: 'api.ecr.us-east-1.amazonaws.com' },
  });
  expect(records[0]?.userAgent).toMatch(/^aws-cli\/2\..*md\/command#ecr\.get-login-password$/);
  expect(records[0]?.userIdentity).not.toHaveProperty('sessionContext');
  expect(records[0]).not.toHaveProperty('resources');
});

test('a console call shows the person’s address, AWS Internal as the client, and the string true', () => {
  const { records } = emitted(
    'as: { role: Admin, via: console }\nsteps: [{ createRepository: { name: web, login: false } }]',
  );
  expect(records[0]).toMatchObject({
    sourceIPAddress: '203.0.113.12',
    userAgent: 'AWS Internal',
    sessionCredentialFromConsole: 'true',
  });
  expect(records[0]).not.toHaveProperty('tlsDetails');
});

test.each([
  [
    '{ role: ci, session: job, path: /service-role/ }',
    {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::123456789012:assumed-role/ci/job',
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::123456789012:role/service-role/ci', userName: 'ci' },
      },
    },
  ],
  ['{ user: alice }', { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/alice', userName: 'alice' }],
  ['{ root: true }', { type: 'Root', principalId: '123456789012', arn: 'arn:aws:iam::123456789012:root' }],
  [
    '{ federated: bob }',
    {
      type: 'FederatedUser',
      principalId: '123456789012:bob',
      arn: 'arn:aws:sts::123456789012:federated-user/bob',
      sessionContext: { sessionIssuer: { type: 'IAMUser' } },
    },
  ],
  ['{ account: "111122223333" }', { type: 'AWSAccount', accountId: '111122223333' }],
])('the identity %s is worded as CloudTrail words it', (as, expected) => {
  const { records } = emitted(`as: ${as}\nsteps: [{ createRepository: { name: web, login: false } }]`);
  expect(records[0]?.userIdentity).toMatchObject(expected);
});

test('a service has only invokedBy, a service event only an account besides', () => {
  const step = (as: string) =>
    emitted(`as: ${as}\nsteps: [{ createRepository: { name: web, login: false } }]`).records[0];
  expect(step('{ service: inspector2.amazonaws.com }')).toMatchObject({
    userIdentity: { type: 'AWSService', invokedBy: 'inspector2.amazonaws.com' },
    sourceIPAddress: 'inspector2.amazonaws.com',
  });
  expect(step('{ service: inspector2.amazonaws.com }')?.userIdentity).not.toHaveProperty('accountId');
  expect(step('{ invokedBy: ecr.amazonaws.com }')?.userIdentity).toEqual({
    accountId: '123456789012',
    invokedBy: 'ecr.amazonaws.com',
  });
});

test('reads answer null in the trail, writes tell their answer with dates in words', () => {
  const { records } = emitted(
    'start: 2026-01-15T21:05:09Z\nsteps: [{ createRepository: { name: web, login: false } }, { call: { operation: DescribeRepositories } }]',
  );
  expect(records[0]?.responseElements).toMatchObject({
    repository: {
      createdAt: 'Jan 15, 2026, 9:05:09 PM',
      imageTagMutability: 'MUTABLE',
      encryptionConfiguration: { encryptionType: 'AES256' },
    },
  });
  expect(records[1]).toMatchObject({ readOnly: true, responseElements: null });
});

test('an error keeps its parameters and answers null', () => {
  const { records } = emitted('steps: [{ delete: { repository: nope, fails: RepositoryNotFoundException } }]');
  expect(records[0]).toMatchObject({
    errorCode: 'RepositoryNotFoundException',
    requestParameters: { repositoryName: 'nope' },
    responseElements: null,
  });
});

test('tags of a request are spelled in lower case', () => {
  const { records } = emitted('steps: [{ createRepository: { name: web, login: false, tags: { team: platform } } }]');
  expect(records[0]?.requestParameters).toEqual({ repositoryName: 'web', tags: [{ key: 'team', value: 'platform' }] });
});

test('the token that GetAuthorizationToken gives never shows in any emission', () => {
  const { activity, emissions } = emitted(
    'given: [{ repository: { name: web } }]\nsteps: [{ push: { image: "web:1" } }]',
  );
  const login = activity.happenings.find((happening) => happening.kind === 'call')!;
  const [data] = login.response!['authorizationData'] as unknown as { authorizationToken: string }[];
  expect(data?.authorizationToken).toMatch(/^[A-Za-z0-9+/=]{20,}$/);
  expect(emissions.filter(({ text }) => text.includes(data?.authorizationToken ?? ''))).toEqual([]);
});

test('calls of KMS show the command that the caller ran, the key of a grant, and a retired grant where KMS tells of it', () => {
  const { records } = emitted(
    'steps: [{ createRepository: { name: web, encryption: { type: KMS }, login: false } }, { delete: { repository: web } }]',
  );
  const of = (name: string) => records.filter(({ eventName }) => eventName === name);
  expect(of('CreateGrant').map(({ userAgent }) => userAgent.split(' ').at(-1))).toEqual([
    'md/command#ecr.create-repository',
    'md/command#ecr.create-repository',
  ]);
  const granted = of('CreateGrant').map(
    ({ responseElements }) => responseElements as { grantId: string; keyId: string },
  );
  expect(granted.map(({ keyId }) => keyId)).toEqual(of('CreateGrant').map(({ resources }) => resources?.[0]?.['ARN']));
  expect(of('RetireGrant').map(({ additionalEventData }) => additionalEventData)).toEqual(
    granted.map(({ grantId }) => ({ grantId })),
  );
  expect(of('RetireGrant').map(({ requestParameters }) => requestParameters)).toEqual([null, null]);
});

test('China has hosts and ARNs of its own', () => {
  const { records } = emitted('region: cn-north-1\nsteps: [{ createRepository: { name: web, login: false } }]');
  expect(records[0]).toMatchObject({
    tlsDetails: { clientProvidedHostHeader: 'api.ecr.cn-north-1.amazonaws.com.cn' },
    resources: [{ ARN: 'arn:aws-cn:ecr:cn-north-1:123456789012:repository/web' }],
    responseElements: { repository: { repositoryUri: '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/web' } },
  });
});

test('tags of an answer are spelled as those of a request', () => {
  const { records } = emitted(
    'steps: [{ configure: { registry: { creationTemplates: [{ prefix: team, tags: { owner: shop }, customRoleArn: "arn:aws:iam::123456789012:role/creator" }] } } }]',
  );
  expect(records[0]).toMatchObject({
    requestParameters: { resourceTags: [{ key: 'owner', value: 'shop' }] },
    responseElements: { repositoryCreationTemplate: { resourceTags: [{ key: 'owner', value: 'shop' }] } },
  });
});
