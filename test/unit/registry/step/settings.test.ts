import { expect, test } from 'vitest';
import { Problem } from '../../../../src/problem.ts';
import { emitted } from '../../emitted.ts';

const names = (yaml: string) => emitted(yaml).names;

test('settings of a repository are a call each, in the order of the API’s guide', () => {
  const { records, names: called } = emitted(
    'given: [{ repository: { name: web } }]\nsteps: [{ configure: { repository: web, imageTagMutability: MUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: ["v*"], scanOnPush: true, lifecycle: { keep: 3 }, policy: { Version: "2012-10-17", Statement: [] }, tags: { team: shop } } }]',
  );
  expect(called).toEqual([
    'PutImageTagMutability',
    'PutImageScanningConfiguration',
    'PutLifecyclePolicy',
    'SetRepositoryPolicy',
    'TagResource',
  ]);
  expect(records[0]?.requestParameters).toEqual({
    repositoryName: 'web',
    imageTagMutability: 'MUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'v*' }],
  });
  expect(records[4]?.requestParameters).toMatchObject({ tags: [{ key: 'team', value: 'shop' }] });
});

test('none takes a policy away', () => {
  expect(
    names(
      'given: [{ repository: { name: web, lifecycle: { keep: 3 }, policy: { Version: "2012-10-17", Statement: [] } } }]\nsteps: [{ configure: { repository: web, lifecycle: none, policy: none } }]',
    ),
  ).toEqual(['DeleteLifecyclePolicy', 'DeleteRepositoryPolicy']);
});

test('settings of the registry are calls too, and stop at the first that fails', () => {
  const { names: called, activity } = emitted(
    'steps: [{ configure: { registry: { scanning: { type: BASIC, rules: [{ frequency: CONTINUOUS_SCAN }] }, signing: [{ profile: "arn:aws:signer:us-east-1:123456789012:/signing-profiles/release" }] }, fails: ValidationException } }]',
  );
  expect(called).toEqual(['PutRegistryScanningConfiguration']);
  expect(activity.failures).toMatchObject([{ code: 'ValidationException' }]);
});

test('what is given to a registry holds from the first step on, and is recorded nowhere', () => {
  const { records } = emitted(
    'given: [{ registry: { settings: { BLOB_MOUNTING: ENABLED }, policy: { Version: "2012-10-17", Statement: [] }, replication: [{ to: [{ region: eu-west-1, account: "111122223333" }], repositories: [shop] }] } }]\nsteps: [{ call: { operation: DescribeRegistry } }, { call: { operation: GetAccountSetting, request: { name: BLOB_MOUNTING } } }, { call: { operation: GetRegistryPolicy } }]',
  );
  expect(records.map(({ errorCode }) => errorCode)).toEqual([undefined, undefined, undefined]);
});

test('what ECR refuses as given is told at the place where it stands', () => {
  const thrown = () =>
    emitted(
      'given:\n  - registry: { scanning: { type: BASIC, rules: [{ frequency: CONTINUOUS_SCAN }] } }\nsteps: [{ call: { operation: DescribeRegistry } }]',
    );
  expect(thrown).toThrow(Problem);
  expect(thrown).toThrow(/^Cannot set up what is given: The scan frequency 'CONTINUOUS_SCAN' is not supported/);
});

test('an upstream that gives nothing fails every pull that asks it, and the event says why', () => {
  const { native, activity } = emitted(
    'given: [{ pullThroughCacheRule: { prefix: hub, upstream: public.ecr.aws, fails: UpstreamTooManyRequests } }]\nsteps: [{ pull: { image: "hub/alpine:3", fails: UnableToGetUpstreamImageException } }]',
  );
  expect(activity.failures).toMatchObject([{ code: 'UnableToGetUpstreamImageException' }]);
  expect(native.map(({ detail }) => detail)).toMatchObject([
    { 'sync-status': 'FAILED', 'failure-code': 'UpstreamTooManyRequests', 'image-tag': '3' },
  ]);
});

test('a destination that turns replicas away says FAILED over there', () => {
  const { native } = emitted(
    'given: [{ repository: { name: web } }, { registry: { replication: [{ to: [{ region: eu-west-1, fails: ReplicationDenied }] }] } }]\nsteps: [{ push: { image: "web:1" } }]',
  );
  expect(native.at(-1)).toMatchObject({
    'detail-type': 'ECR Replication Action',
    region: 'eu-west-1',
    detail: { result: 'FAILED' },
  });
});

test('a template makes the repository of a push as it says', () => {
  const { records } = emitted(
    'given: [{ creationTemplate: { prefix: ROOT, imageTagMutability: IMMUTABLE, lifecycle: { keep: 5 } } }]\nsteps: [{ push: { image: "shop/web:1" } }, { call: { operation: GetLifecyclePolicy, request: { repositoryName: shop/web } } }, { push: { image: "shop/web:1", layers: [9], fails: ImageTagAlreadyExistsException } }]',
  );
  const made = records.filter(({ eventName }) => eventName === 'CreateRepository');
  expect(made).toMatchObject([
    {
      eventType: 'AwsServiceEvent',
      userIdentity: { accountId: '123456789012', invokedBy: 'ecr.amazonaws.com' },
      sourceIPAddress: 'ecr.amazonaws.com',
      requestParameters: null,
      serviceEventDetails: { repositoryName: 'shop/web' },
    },
  ]);
});
