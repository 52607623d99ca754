import { execFile, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openStage } from './container-client.ts';

const AWS = process.env['ECREPLAY_AWSCLI'] ?? 'aws';
const reason =
  spawnSync(AWS, ['--version']).status === 0
    ? undefined
    : `no awscli: ECREPLAY_AWSCLI names one, and .ci/run installs it`;

/** A registry without repositories, and AWS's own command line before it. */
async function openCommandLine() {
  const stage = await openStage([]);
  async function ecr(...args: readonly string[]): Promise<unknown> {
    const env = {
      PATH: process.env['PATH'],
      HOME: stage.folder,
      AWS_ENDPOINT_URL: stage.url,
      AWS_DEFAULT_REGION: 'us-east-2',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const { stdout } = await promisify(execFile)(AWS, ['ecr', ...args], { env });
    return stdout.trimStart().startsWith('{') ? JSON.parse(stdout) : stdout.trim();
  }
  return { ...stage, ecr };
}

describe.skipIf(reason !== undefined)(
  `aws ecr${reason === undefined ? '' : `: ${reason}`}`,
  { timeout: 120_000 },
  () => {
    test('creates a repository, puts its policies, looks at images, deletes them and it', async () => {
      await using stage = await openCommandLine();
      const { ecr } = stage;
      expect(await ecr('create-repository', '--repository-name', 'web', '--tags', 'Key=team,Value=a')).toMatchObject({
        repository: {
          repositoryArn: 'arn:aws:ecr:us-east-2:123456789012:repository/web',
          repositoryUri: `${stage.host}/web`,
          imageTagMutability: 'MUTABLE',
        },
      });
      const policy = {
        rules: [
          {
            rulePriority: 1,
            selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
            action: { type: 'expire' },
          },
        ],
      };
      const file = join(stage.folder, 'policy.json');
      writeFileSync(file, JSON.stringify(policy));
      const named = ['--repository-name', 'web'];
      await ecr('put-lifecycle-policy', ...named, '--lifecycle-policy-text', `file://${file}`);
      const { lifecyclePolicyText } = (await ecr('get-lifecycle-policy', ...named)) as { lifecyclePolicyText: string };
      expect(JSON.parse(lifecyclePolicyText)).toEqual(policy);
      const { digest } = await stage.push('web', 'v1');
      const { imageDetails } = (await ecr('describe-images', ...named)) as { imageDetails: readonly object[] };
      expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['v1'] }]);
      const ids = ['--image-ids', 'imageTag=v1', 'imageTag=v2'];
      expect(await ecr('batch-delete-image', ...named, ...ids)).toMatchObject({
        imageIds: [{ imageDigest: digest, imageTag: 'v1' }],
        failures: [{ imageId: { imageTag: 'v2' }, failureCode: 'ImageNotFound' }],
      });
      await ecr('delete-repository', ...named);
      await expect(ecr('describe-images', ...named)).rejects.toThrow(
        "(RepositoryNotFoundException) when calling the DescribeImages operation: The repository with name 'web' does not exist in the registry with id '123456789012'",
      );
      const told = stage.records.filter(({ userAgent }) => userAgent.startsWith('aws-cli/'));
      expect(told.map(({ eventName, errorCode = '' }) => eventName + errorCode)).toEqual([
        'CreateRepository',
        'PutLifecyclePolicy',
        'GetLifecyclePolicy',
        'DescribeImages',
        'BatchDeleteImage',
        'DeleteRepository',
        'DescribeImagesRepositoryNotFoundException',
      ]);
      expect(new Set(told.map(({ sourceIPAddress }) => sourceIPAddress))).toEqual(new Set(['127.0.0.1']));
    });

    test('gets a password that opens the registry', async () => {
      await using stage = await openCommandLine();
      const password = (await stage.ecr('get-login-password')) as string;
      const authorization = `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`;
      expect((await fetch(`${stage.url}/v2/`, { headers: { authorization } })).status).toBe(200);
      expect(stage.operations()).toEqual(['GetAuthorizationToken']);
    });

    test('uploads a layer part by part, and finds it at the URL that it is given', async () => {
      await using stage = await openCommandLine();
      const { ecr } = stage;
      const named = ['--repository-name', 'web'];
      await ecr('create-repository', ...named);
      const { uploadId } = (await ecr('initiate-layer-upload', ...named)) as { uploadId: string };
      const file = join(stage.folder, 'layer');
      writeFileSync(file, 'the bytes of a layer');
      const part = ['--part-first-byte', '0', '--part-last-byte', '19', '--layer-part-blob', `fileb://${file}`];
      await ecr('upload-layer-part', ...named, '--upload-id', uploadId, ...part);
      const digest = 'sha256:7b5e0dbd48d5ff7f4ba4b4a0d3a2e9a4ce4a4a0fb0f5a4d8c36d4c9b2c7d2a11';
      const wrong = ecr('complete-layer-upload', ...named, '--upload-id', uploadId, '--layer-digests', digest);
      await expect(wrong).rejects.toThrow('InvalidLayerException');
      const right = `sha256:${hash('sha256', 'the bytes of a layer')}`;
      await ecr('complete-layer-upload', ...named, '--upload-id', uploadId, '--layer-digests', right);
      const url = await ecr(
        'get-download-url-for-layer',
        ...named,
        '--layer-digest',
        right,
        '--query',
        'downloadUrl',
        '--output',
        'text',
      );
      expect(await (await fetch(url as string)).text()).toBe('the bytes of a layer');
    });
  },
);
