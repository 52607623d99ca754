import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { project } from '../unit/cli/project.ts';

const AWS = process.env['ECREPLAY_AWSCLI'] ?? 'aws';

/** Why AWS's own command line cannot be asked here, if it cannot. */
function missing(): string | undefined {
  const { status } = spawnSync(AWS, ['--version']);
  return status === 0 ? undefined : `no awscli: ${AWS} does not run; ECREPLAY_AWSCLI names one that does`;
}

/** The command line of AWS, at a server whose clock stands until it is moved. */
interface Terminal {
  readonly url: string;
  readonly folder: string;
  readonly aws: (...args: readonly string[]) => Promise<string>;
  /** What is printed for errors, by a command that goes on all the same. */
  readonly complaints: (...args: readonly string[]) => Promise<string>;
  readonly json: (...args: readonly string[]) => Promise<Readonly<Record<string, unknown>>>;
  /** Moves the clock, and gives the time it is then. */
  readonly advance: (by: string) => Promise<string>;
}

async function atTerminal(work: (terminal: Terminal) => Promise<void>): Promise<void> {
  using folder = project({});
  const server = folder.start(['serve', '--port', '0', '--region', 'us-east-2', '--clock', 'manual']);
  try {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(await server.seen('AWS_ENDPOINT_URL'))!;
    const env = {
      PATH: process.env['PATH'],
      HOME: folder.folder,
      AWS_ENDPOINT_URL: url,
      AWS_DEFAULT_REGION: 'us-east-2',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
    };
    const run = (args: readonly string[]) =>
      promisify(execFile)(AWS, args, { env, cwd: folder.folder, encoding: 'utf8' });
    const aws: Terminal['aws'] = async (...args) => (await run(args)).stdout;
    const complaints: Terminal['complaints'] = (...args) =>
      run(args).then(
        ({ stderr }) => stderr,
        ({ stderr }: { readonly stderr: string }) => stderr,
      );
    await work({
      url,
      folder: folder.folder,
      aws,
      complaints,
      json: async (...args) => JSON.parse(await aws(...args, '--output', 'json')) as Record<string, unknown>,
      advance: async (by) =>
        (await (await fetch(`${url}/_ecreplay/clock?advance=${by}`, { method: 'POST' })).text()).trim(),
    });
  } finally {
    server.kill('SIGTERM');
    await server.ended;
  }
}

const TRAIL = 'arn:aws:cloudtrail:us-east-2:123456789012:trail/audit';

test("AWS's own command line finds the files and digests of a trail valid, and what has been changed since invalid", async ({
  skip,
}) => {
  const reason = missing();
  skip(reason !== undefined, reason);
  await atTerminal(async ({ aws, complaints, json, advance, folder }) => {
    const began = await advance('0s');
    await aws('s3', 'mb', 's3://trail-logs');
    await aws(
      'cloudtrail',
      'create-trail',
      '--name',
      'audit',
      '--s3-bucket-name',
      'trail-logs',
      '--enable-log-file-validation',
    );
    await aws('cloudtrail', 'start-logging', '--name', 'audit');
    await aws('ecr', 'create-repository', '--repository-name', 'team/web');
    await advance('61m');
    await aws('ecr', 'describe-repositories');
    const ended = await advance('61m');
    const validate = ['--trail-arn', TRAIL, '--start-time', began, '--end-time', ended, '--verbose'];
    const valid = await aws('cloudtrail', 'validate-logs', ...validate);
    expect(valid).toContain('2/2 digest files valid');
    expect(valid).toContain('2/2 log files valid');

    const { Contents } = (await json('s3api', 'list-objects-v2', '--bucket', 'trail-logs')) as {
      readonly Contents: readonly { readonly Key: string }[];
    };
    const { Key } = Contents.find((object) => object.Key.includes('_CloudTrail_'))!;
    const file = join(folder, 'log.json.gz');
    await aws('s3', 'cp', `s3://trail-logs/${Key}`, file);
    const { Records } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as { readonly Records: unknown[] };
    expect(Records).toMatchObject([{ eventName: 'CreateRepository', eventSource: 'ecr.amazonaws.com' }]);
    writeFileSync(file, gzipSync(JSON.stringify({ Records: [] })));
    await aws('s3', 'cp', file, `s3://trail-logs/${Key}`);
    // What is invalid is said to the other stream.
    const invalid = await complaints('cloudtrail', 'validate-logs', ...validate);
    expect(invalid).toContain(`Log file\ts3://trail-logs/${Key}\tINVALID: hash value doesn't match`);
  });
}, 180_000);

test("AWS's own command line copies small and large files to a bucket and from it, and signs a URL that anybody can read", async ({
  skip,
}) => {
  const reason = missing();
  skip(reason !== undefined, reason);
  await atTerminal(async ({ aws, json, folder }) => {
    // Above eight megabytes it comes and goes in parts.
    const large = Buffer.alloc(9 * 1024 * 1024, 'ecreplay ');
    writeFileSync(join(folder, 'large'), large);
    writeFileSync(join(folder, 'small'), 'text');
    await aws('s3', 'mb', 's3://files');
    await aws('s3', 'cp', 'large', 's3://files/a b/large');
    await aws('s3', 'cp', 'small', 's3://files/a b/small', '--metadata', 'one=1');
    await aws('s3', 'cp', 's3://files/a b/large', 'back');
    expect(readFileSync(join(folder, 'back')).equals(large)).toBe(true);
    expect(await aws('s3', 'ls', '--recursive', 's3://files')).toMatch(/ 9437184 a b\/large\n.* 4 a b\/small\n$/);
    expect(await json('s3api', 'head-object', '--bucket', 'files', '--key', 'a b/small')).toMatchObject({
      ContentLength: 4,
      Metadata: { one: '1' },
    });
    const url = (await aws('s3', 'presign', 's3://files/a b/small')).trim();
    expect(await (await fetch(url)).text()).toBe('text');
    await aws('s3', 'rm', '--recursive', 's3://files');
    await aws('s3', 'rb', 's3://files');
    expect(await aws('s3', 'ls')).toBe('');
  });
}, 180_000);

test("AWS's own command line looks up who created a repository, minutes later", async ({ skip }) => {
  const reason = missing();
  skip(reason !== undefined, reason);
  await atTerminal(async ({ aws, json, advance }) => {
    await aws('ecr', 'create-repository', '--repository-name', 'team/web');
    const lookup = [
      'cloudtrail',
      'lookup-events',
      '--lookup-attributes',
      'AttributeKey=EventName,AttributeValue=CreateRepository',
    ];
    expect(await json(...lookup)).toEqual({ Events: [] });
    await advance('5m');
    expect(await json(...lookup)).toMatchObject({
      Events: [
        {
          EventName: 'CreateRepository',
          ReadOnly: 'false',
          Resources: [
            {
              ResourceType: 'AWS::ECR::Repository',
              ResourceName: 'arn:aws:ecr:us-east-2:123456789012:repository/team/web',
            },
          ],
        },
      ],
    });
  });
}, 180_000);
