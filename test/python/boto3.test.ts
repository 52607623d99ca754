import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { project } from '../unit/cli/project.ts';

const PYTHON = process.env['ECREPLAY_PYTHON'] ?? 'python3';
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };

/** Why boto3 cannot be asked here, if it cannot. */
function missing(): string | undefined {
  const { status } = spawnSync(PYTHON, ['-c', 'import boto3']);
  return status === 0 ? undefined : `no boto3: ${PYTHON} cannot import it; ECREPLAY_PYTHON names one that can`;
}

/** Runs a script against a server, and gives what it prints. */
async function run(script: string, url: string, folder: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(PYTHON, [join(import.meta.dirname, script)], {
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: url,
      AWS_DEFAULT_REGION: 'us-east-2',
      ...CREDENTIALS,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    },
  });
  return JSON.parse(stdout);
}

test('boto3 puts events, receives, deletes and redrives messages, and knows the errors', async ({ skip }) => {
  const reason = missing();
  skip(reason !== undefined, reason);
  using folder = project({});
  const server = folder.start(['serve', '--port', '0', '--region', 'us-east-2']);
  try {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(await server.seen('AWS_ENDPOINT_URL'))!;
    expect(await run('drive.py', url, folder.folder)).toEqual({
      'targets refused': 0,
      'events refused': 0,
      received: ['good', 'poison'],
      'ids kept': true,
      'received again': [['poison', '2']],
      'after that': 0,
      'dead letters': 1,
      'moved back': ['poison'],
      left: [0, 0],
      'no queue': [
        'QueueDoesNotExist',
        'AWS.SimpleQueueService.NonExistentQueue',
        'The specified queue does not exist.',
      ],
      'no rule': [
        'ResourceNotFoundException',
        'ResourceNotFoundException',
        'Rule nothing does not exist on EventBus default.',
      ],
      'eleven events': ['ClientError', 'ValidationException'],
    });
  } finally {
    server.kill('SIGTERM');
    await server.ended;
  }
});

test('what boto3 signs is let in where signatures are verified, and what it signs for others is not', async ({
  skip,
}) => {
  const reason = missing();
  skip(reason !== undefined, reason);
  using folder = project({});
  const server = folder.start(['serve', '--port', '0', '--region', 'us-east-2', '--verify-signatures'], CREDENTIALS);
  try {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(await server.seen('AWS_ENDPOINT_URL'))!;
    expect(await run('sign.py', url, folder.folder)).toEqual({
      'signed URL': [200, true],
      'changed URL': [403, true],
      functions: [],
      messages: ['a b+c/ü'],
      'another region': [
        'InvalidSignatureException',
        "Credential should be scoped to a valid region, not 'eu-west-1'.",
      ],
      'a stranger': ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
      'another secret': 'SignatureDoesNotMatch',
      nobody: ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
    });
  } finally {
    server.kill('SIGTERM');
    await server.ended;
  }
});

test('boto3 is sent what a shard is given, as it comes', async ({ skip }) => {
  const reason = missing();
  skip(reason !== undefined, reason);
  using folder = project({});
  const server = folder.start(['serve', '--port', '0', '--region', 'us-east-2']);
  try {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(await server.seen('AWS_ENDPOINT_URL'))!;
    expect(await run('subscribe.py', url, folder.folder)).toEqual({
      heard: [
        ['one', 'web'],
        ['two', 'web'],
      ],
      again: 'ResourceInUseException',
    });
  } finally {
    server.kill('SIGTERM');
    await server.ended;
  }
});

test('boto3 keeps files in a bucket, in parts and by signed URLs, and is told of them', async ({ skip }) => {
  const reason = missing();
  skip(reason !== undefined, reason);
  using folder = project({});
  const server = folder.start(['serve', '--port', '0', '--region', 'us-east-2']);
  try {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(await server.seen('AWS_ENDPOINT_URL'))!;
    expect(await run('files.py', url, folder.folder)).toEqual({
      where: 'us-east-2',
      'test event': 's3:TestEvent',
      'told of': 'a+b/%C3%BC.json',
      got: ['text', { one: '1' }, 'gzip'],
      range: 'ex',
      large: true,
      pages: [['page/0', 'page/1'], ['page/2', 'page/3'], ['page/4']],
      signed: ['text', 'text'],
      errors: ['NoSuchKey', '404', 'NoSuchBucket', 'InternalFailure'],
    });
  } finally {
    server.kill('SIGTERM');
    await server.ended;
  }
});
