import { AssumeRoleCommand, GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts';
import {
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetDownloadUrlForLayerCommand,
  InitiateLayerUploadCommand,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CloudTrailRecord } from '../../../../src/cloudtrail/record.ts';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { registryOf } from '../../../../src/embedded/ecr/live-registry.ts';
import { embed } from '../../../../src/embedded/embedded.ts';
import { openEstate } from '../../../../src/embedded/estate.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import type { BusEvent } from '../../../../src/eventbridge/event.ts';
import { seeded } from '../../../../src/random.ts';
import { MEDIA_TYPES } from '../../../../src/registry/manifest.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const DAY = 86_400_000;

/** An account with a client of its ECR, what its trail is told, and what reaches its bus and when. */
function openAccount(rules: readonly { pattern: object; state?: string }[] = [{ pattern: { source: ['aws.ecr'] } }]) {
  const agenda = virtualAgenda(START);
  const estate = openEstate(openScene({ account: '123456789012', region: 'us-east-2', agenda, random: seeded(1) }));
  const embedded = embed(estate);
  const requestHandler = sdkRequestHandler((request) => embedded(request, { record: () => {} }));
  const records: CloudTrailRecord[] = [];
  const take = estate.trails.take.bind(estate.trails);
  Object.assign(estate.trails, {
    take: (...[record, ...rest]: Parameters<typeof take>) => {
      records.push(record);
      take(record, ...rest);
    },
  });
  const events: { readonly after: number; readonly event: BusEvent }[] = [];
  estate.functions.define('hears', (event) => {
    events.push({ after: agenda.now() - START, event: event as BusEvent });
    return Promise.resolve({ kind: 'returned', value: null });
  });
  const config = { region: 'us-east-2', requestHandler, maxAttempts: 1 };
  const client = (accessKeyId = 'AKIAIOSFODNN7EXAMPLE') =>
    new ECRClient({ ...config, credentials: { accessKeyId, secretAccessKey: 'secret' } });
  const opened = {
    agenda,
    estate,
    live: registryOf(estate),
    records,
    events,
    ecr: client(),
    client,
    sts: new STSClient({ ...config, credentials: { accessKeyId: 'x', secretAccessKey: 'y' } }),
    /** Declares a layer as pushed: its bytes do not matter here. */
    layer: (repository: string, digest: string) => estateLayer(opened.live.state.repositories.get(repository)!, digest),
    listen: async () => {
      for (const [index, { pattern, state = 'ENABLED' }] of rules.entries()) {
        const rule = { Name: `r${index}`, EventPattern: JSON.stringify(pattern), State: state };
        await estate.perform('eventbridge', 'PutRule', rule);
        const Targets = [{ Id: 'a', Arn: 'arn:aws:lambda:us-east-2:123456789012:function:hears' }];
        await estate.perform('eventbridge', 'PutTargets', { Rule: `r${index}`, Targets });
      }
    },
    [Symbol.asyncDispose]: () => opened.live[Symbol.asyncDispose](),
  };
  return opened;
}

function estateLayer(repository: { readonly layers: Map<string, number> }, digest: string): string {
  repository.layers.set(digest, 100);
  return digest;
}

function manifestOf(config: string, ...layers: readonly string[]): string {
  const { manifest: mediaType, config: configType, layer: layerType } = MEDIA_TYPES.oci;
  return JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: configType, digest: config, size: 100 },
    layers: layers.map((digest) => ({ mediaType: layerType, digest, size: 100 })),
  });
}

const digest = (of: string) => `sha256:${createHash('sha256').update(of).digest('hex')}`;

/** A repository with one image of the tag `v1`. */
async function pushed(account: ReturnType<typeof openAccount>, repository: object = {}): Promise<string> {
  const { ecr } = account;
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'web', ...repository }));
  const manifest = manifestOf(account.layer('web', digest('config')), account.layer('web', digest('layer')));
  await ecr.send(new PutImageCommand({ repositoryName: 'web', imageManifest: manifest, imageTag: 'v1' }));
  return digest(manifest);
}

describe('what happens in the registry', () => {
  test('reaches the bus as the native event a second later, and as the call via CloudTrail a minute later', async () => {
    await using account = openAccount();
    await account.listen();
    const imageDigest = await pushed(account);
    await account.agenda.runUntil(START + 5 * 60_000);
    const told = account.events.map(({ after, event }) => [
      Math.floor(after / 1_000),
      event['detail-type'],
      event.detail['eventName'] ?? event.detail['action-type'],
    ]);
    expect(told).toEqual([
      [1, 'ECR Image Action', 'PUSH'],
      [60, 'AWS API Call via CloudTrail', 'CreateRepository'],
      [60, 'AWS API Call via CloudTrail', 'PutImage'],
    ]);
    expect(account.events[0]!.event).toMatchObject({
      source: 'aws.ecr',
      account: '123456789012',
      region: 'us-east-2',
      resources: [],
      detail: { result: 'SUCCESS', 'repository-name': 'web', 'image-digest': imageDigest, 'image-tag': 'v1' },
    });
    expect(account.events[2]!.event.detail).toEqual(account.records[1]);
  });

  test('reaches rules for read-only calls too, if they ask for them', async () => {
    await using account = openAccount([
      { pattern: { detail: { eventName: ['DescribeImages'] } }, state: 'ENABLED' },
      {
        pattern: { detail: { eventName: ['GetLifecyclePolicy'] } },
        state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      },
    ]);
    await account.listen();
    await account.ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
    await account.ecr.send(new DescribeImagesCommand({ repositoryName: 'web' }));
    await account.estate.perform('ecr', 'GetLifecyclePolicy', { repositoryName: 'web' }).catch(() => {});
    await account.agenda.runUntil(START + 5 * 60_000);
    expect(account.events.map(({ event }) => event.detail['eventName'])).toEqual(['GetLifecyclePolicy']);
  });

  test('is recorded with ids of its own, none of them twice', async () => {
    await using account = openAccount();
    for (let at = 0; at < 50; at += 1)
      await account.ecr.send(new CreateRepositoryCommand({ repositoryName: `r-${at}` }));
    expect(new Set(account.records.map(({ eventID }) => eventID)).size).toBe(50);
    expect(new Set(account.records.map(({ requestID }) => requestID)).size).toBe(50);
  });

  test('is recorded with the calls that ECR makes of KMS', async () => {
    await using account = openAccount();
    await pushed(account, { encryptionConfiguration: { encryptionType: 'KMS' } });
    expect(account.records.map(({ eventSource, eventName }) => `${eventSource} ${eventName}`)).toEqual([
      'ecr.amazonaws.com CreateRepository',
      'kms.amazonaws.com DescribeKey',
      'kms.amazonaws.com CreateGrant',
      'kms.amazonaws.com CreateGrant',
      'ecr.amazonaws.com PutImage',
      'kms.amazonaws.com GenerateDataKey',
    ]);
  });

  test('is recorded also where it is refused, with the error that the client gets', async () => {
    await using account = openAccount();
    const asked = account.ecr.send(new DescribeImagesCommand({ repositoryName: 'none' }));
    await expect(asked).rejects.toThrow(RepositoryNotFoundException);
    expect(account.records).toMatchObject([
      {
        eventName: 'DescribeImages',
        errorCode: 'RepositoryNotFoundException',
        requestParameters: { repositoryName: 'none' },
        responseElements: null,
      },
    ]);
  });

  test('is recorded as refused where the request breaks a rule, and changes nothing', async () => {
    await using account = openAccount();
    const asked = account.ecr.send(new CreateRepositoryCommand({ repositoryName: 'Not A Name' }));
    await expect(asked).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(account.records).toMatchObject([{ errorCode: 'InvalidParameterException' }]);
    expect(account.live.state.repositories.size).toBe(0);
  });

  test('is told of once', async () => {
    await using account = openAccount();
    await account.ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
    for (let at = 0; at < 5; at += 1) await account.ecr.send(new DescribeImagesCommand({ repositoryName: 'web' }));
    expect(account.records.map(({ eventName }) => eventName)).toEqual([
      'CreateRepository',
      ...Array.from({ length: 5 }, () => 'DescribeImages'),
    ]);
  });
});

describe('what the registry does by itself', () => {
  test('a scan on push ends some seconds later, and its event says so', async () => {
    await using account = openAccount([{ pattern: { 'detail-type': ['ECR Image Scan'] } }]);
    await account.listen();
    const imageDigest = await pushed(account, { imageScanningConfiguration: { scanOnPush: true } });
    const findings = () =>
      account.ecr.send(new DescribeImageScanFindingsCommand({ repositoryName: 'web', imageId: { imageTag: 'v1' } }));
    expect((await findings()).imageScanStatus?.status).toBe('IN_PROGRESS');
    await account.agenda.runUntil(START + 60_000);
    expect((await findings()).imageScanStatus?.status).toBe('COMPLETE');
    expect(account.events).toHaveLength(1);
    expect(account.events[0]!.after).toBeGreaterThan(15_000);
    expect(account.events[0]!.event.detail).toMatchObject({
      'scan-status': 'COMPLETE',
      'image-digest': imageDigest,
      'image-tags': ['v1'],
    });
  });

  test('a lifecycle policy is evaluated every night, and recorded also when nothing expires', async () => {
    await using account = openAccount();
    const imageDigest = await pushed(account);
    const selection = { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 2 };
    const rules = [{ rulePriority: 1, selection, action: { type: 'expire' } }];
    await account.ecr.send(
      new PutLifecyclePolicyCommand({ repositoryName: 'web', lifecyclePolicyText: JSON.stringify({ rules }) }),
    );
    account.records.length = 0;
    await account.agenda.runUntil(START + 4 * DAY);
    const runs = account.records.filter(({ eventName }) => eventName === 'PolicyExecutionEvent');
    expect(runs.map(({ eventTime }) => eventTime)).toEqual(
      ['16', '17', '18', '19'].map((day) => `2026-01-${day}T03:00:00Z`),
    );
    const expired = runs.map(
      ({ serviceEventDetails }) =>
        (serviceEventDetails as { lifecycleEventImageActions: readonly { lifecycleEventImage: { digest: string } }[] })
          .lifecycleEventImageActions,
    );
    expect(expired.map((actions) => actions.map((action) => action.lifecycleEventImage.digest))).toEqual([
      [],
      [],
      [imageDigest],
      [],
    ]);
    const { imageDetails } = await account.ecr.send(new DescribeImagesCommand({ repositoryName: 'web' }));
    expect(imageDetails).toEqual([]);
  });
});

describe('who calls', () => {
  test('is told from the keys that STS gave: a role, with its session', async () => {
    await using account = openAccount();
    const RoleArn = 'arn:aws:iam::123456789012:role/ci/pusher';
    const { Credentials } = await account.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'build-7' }));
    await account.client(Credentials!.AccessKeyId).send(new CreateRepositoryCommand({ repositoryName: 'web' }));
    expect(account.records[0]!.userIdentity).toMatchObject({
      type: 'AssumedRole',
      principalId: expect.stringMatching(/^AROA\w{17}:build-7$/) as string,
      arn: 'arn:aws:sts::123456789012:assumed-role/pusher/build-7',
      accountId: '123456789012',
      accessKeyId: Credentials!.AccessKeyId,
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: RoleArn, userName: 'pusher' },
        attributes: { creationDate: '2026-01-15T09:30:00Z', mfaAuthenticated: 'false' },
      },
    });
  });

  test('is told from the keys that STS gave: a federated user', async () => {
    await using account = openAccount();
    const { Credentials } = await account.sts.send(new GetFederationTokenCommand({ Name: 'mary' }));
    await account.client(Credentials!.AccessKeyId).send(new CreateRepositoryCommand({ repositoryName: 'web' }));
    expect(account.records[0]!.userIdentity).toMatchObject({
      type: 'FederatedUser',
      principalId: '123456789012:mary',
      arn: 'arn:aws:sts::123456789012:federated-user/mary',
    });
  });

  test('shows their client, where they call themselves', async () => {
    await using account = openAccount();
    await account.ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
    const [{ userAgent, userIdentity, tlsDetails }] = account.records as [CloudTrailRecord];
    expect(userAgent).toMatch(/^aws-sdk-js\/3\./);
    expect(userIdentity).toMatchObject({ arn: 'arn:aws:sts::123456789012:assumed-role/rehearsal/rehearsal' });
    expect(tlsDetails?.clientProvidedHostHeader).toBe('api.ecr.us-east-2.amazonaws.com');
  });
});

describe('answers', () => {
  test('have dates where the client wants dates', async () => {
    await using account = openAccount();
    await pushed(account);
    const { imageDetails } = await account.ecr.send(new DescribeImagesCommand({ repositoryName: 'web' }));
    expect(imageDetails![0]!.imagePushedAt!.getTime() - START).toBeLessThan(1_000);
    const { authorizationData } = await account.ecr.send(new GetAuthorizationTokenCommand({}));
    expect(authorizationData![0]!.expiresAt!.getTime()).toBe(START + DAY / 2);
  });

  test('of a partial failure tell what was done and what was not', async () => {
    await using account = openAccount();
    const imageDigest = await pushed(account);
    const imageIds = [{ imageTag: 'v1' }, { imageTag: 'v2' }];
    expect(await account.ecr.send(new BatchDeleteImageCommand({ repositoryName: 'web', imageIds }))).toMatchObject({
      imageIds: [{ imageDigest, imageTag: 'v1' }],
      failures: [{ imageId: { imageTag: 'v2' }, failureCode: 'ImageNotFound' }],
    });
  });

  test('name AWS’s own bucket for a layer whose bytes are not here', async () => {
    await using account = openAccount();
    await account.ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
    const layerDigest = account.layer('web', digest('layer'));
    const asked = new GetDownloadUrlForLayerCommand({ repositoryName: 'web', layerDigest });
    const { downloadUrl } = await account.ecr.send(asked);
    expect(downloadUrl).toMatch(/^https:\/\/prod-us-east-2-starport-layer-bucket\.s3\.us-east-2\.amazonaws\.com\//);
  });

  test('to the same calls are the same with the same seed', async () => {
    const uploads = await Promise.all(
      [1, 2].map(async () => {
        await using account = openAccount();
        await account.ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
        const { uploadId } = await account.ecr.send(new InitiateLayerUploadCommand({ repositoryName: 'web' }));
        return [uploadId, account.records.map(({ eventID }) => eventID)];
      }),
    );
    expect(uploads[0]).toEqual(uploads[1]);
  });
});
