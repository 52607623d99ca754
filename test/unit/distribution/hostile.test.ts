import {
  BatchDeleteImageCommand,
  CreatePullThroughCacheRuleCommand,
  CreateRepositoryCreationTemplateCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
  PutImageTagMutabilityCommand,
} from '@aws-sdk/client-ecr';
import { existsSync, readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { CREDENTIALS } from '../serve/clients.ts';
import { digestOf, errorOf, NOTHING, OCI_MANIFEST, openRegistry } from './client.ts';

describe('who may come in', () => {
  test('whoever has no token is told how to get in, as ECR does', async () => {
    await using registry = await openRegistry();
    const answer = await fetch(`${registry.url}/v2/`);
    expect(answer.headers.get('www-authenticate')).toBe(`Basic realm="${registry.url}/",service="ecr.amazonaws.com"`);
    expect(answer.headers.get('docker-distribution-api-version')).toBe('registry/2.0');
    expect(await errorOf(answer)).toEqual({ status: 401, code: 'UNAUTHORIZED', message: 'Not Authorized' });
  });

  test.each([
    'Basic',
    'Basic ',
    'Basic !!!!',
    `Basic ${Buffer.from('AWS:').toString('base64')}`,
    `Basic ${Buffer.from('AWS:guessed').toString('base64')}`,
    `Basic ${Buffer.from('AWS').toString('base64')}`,
    'Bearer token',
    'AWS4 nothing',
  ])('a token that was never given opens nothing: %s', async (authorization) => {
    await using registry = await openRegistry();
    for (const path of ['/v2/', '/v2/web/tags/list', '/v2/nothing/of/that', `/v2/web/blobs/${NOTHING}`]) {
      expect((await fetch(`${registry.url}${path}`, { headers: { authorization } })).status).toBe(401);
    }
    expect(registry.operations()).toEqual([]);
  });

  test('a token is good for AWS only, and for twelve hours', async () => {
    await using registry = await openRegistry(['web'], { clock: 'manual' });
    const password = Buffer.from(registry.authorization.slice('Basic '.length), 'base64')
      .toString()
      .slice('AWS:'.length);
    const other = `Basic ${Buffer.from(`root:${password}`).toString('base64')}`;
    expect((await fetch(`${registry.url}/v2/`, { headers: { authorization: other } })).status).toBe(401);
    await registry.server.advance(12 * 3_600_000 - 1);
    expect((await registry.ask('GET', '/v2/')).status).toBe(200);
    await registry.server.advance(1);
    expect(await errorOf(await registry.ask('GET', '/v2/'))).toEqual({
      status: 403,
      code: 'DENIED',
      message: 'Your authorization token has expired. Reauthenticate and try again.',
    });
  });

  test('a token opens the registry also where signatures are verified: container clients sign nothing', async () => {
    const secretOf = (id: string) => (id === CREDENTIALS.accessKeyId ? CREDENTIALS.secretAccessKey : undefined);
    await using registry = await openRegistry(['web'], { secretOf });
    expect((await registry.push('web', 'v1')).answer.status).toBe(201);
    expect((await fetch(`${registry.url}/v2/`)).status).toBe(401);
  });

  test('what AWS’s own clients sign is theirs, whatever its path', async () => {
    await using registry = await openRegistry();
    const authorization =
      'AWS4-HMAC-SHA256 Credential=x/20260115/us-east-2/ses/aws4_request, SignedHeaders=host, Signature=0';
    const answer = await fetch(`${registry.url}/v2/email/identities`, { headers: { authorization } });
    expect([answer.status, answer.headers.get('docker-distribution-api-version')]).toEqual([501, null]);
  });
});

describe('what means nothing', () => {
  test.each([
    ['GET', '/v2/nothing', 404],
    ['GET', '/v2/-/layers/nothing', 403],
    ['GET', '/v2/web/manifests/', 404],
    ['GET', '/v2/%ff/manifests/v1', 400],
    ['GET', '/v2/Web/manifests/v1', 400],
    ['GET', '/v2/web/../../etc/manifests/v1', 400],
    ['GET', `/v2/${'a'.repeat(257)}/manifests/v1`, 400],
    ['GET', '/v2/a/manifests/v1', 400],
    ['GET', '/v2/web/blobs/sha512:00', 400],
    ['HEAD', '/v2/web/blobs/__proto__', 400],
    ['GET', '/v2/web/tags/list?n=-1', 400],
    ['GET', '/v2/web/tags/list?n=many', 400],
    ['GET', '/v2/web/tags/list?last=%00', 400],
    ['PATCH', '/v2/web/blobs/uploads/00000000-0000-4000-8000-000000000000', 404],
    ['PUT', '/v2/web/blobs/uploads/__proto__?digest=x', 404],
    ['POST', '/v2/web/blobs/uploads/?digest=sha256:0', 400],
    ['POST', '/v2/web/manifests/v1', 405],
    ['PATCH', '/v2/web/tags/list', 405],
    ['TRACE', '/v2/', 405],
  ])('%s %s is refused with %s', async (method, path, status) => {
    await using registry = await openRegistry();
    const answered = await new Promise<number>((resolve, reject) => {
      const headers = { authorization: registry.authorization };
      const sent = httpRequest(registry.url, { method, path, headers, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode!);
      });
      sent.on('error', reject);
      sent.end();
    });
    expect(answered).toBe(status);
  });

  test.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no version', '{}'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d])],
    ['layers that are none', JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, layers: [{}] })],
    ['layers in layers', `{"schemaVersion":2,"layers":${'['.repeat(100_000)}`],
    ['another type than it is sent as', JSON.stringify({ schemaVersion: 2, mediaType: 'a/b', layers: [] })],
  ])('a manifest with %s is refused', async (_, body) => {
    await using registry = await openRegistry();
    const answer = await registry.ask('PUT', '/v2/web/manifests/v1', {
      headers: { 'content-type': OCI_MANIFEST },
      body,
    });
    expect(await errorOf(answer)).toMatchObject({ status: 400, code: 'MANIFEST_INVALID' });
    expect(await registry.ask('GET', '/v2/web/manifests/v1')).toMatchObject({ status: 404 });
  });

  test.each(['5-', 'bytes 0-2', 'x', '2-0', '0-99', `0-${'9'.repeat(400)}`])(
    'a chunk of the range %s is refused, or taken for what it is',
    async (range) => {
      await using registry = await openRegistry();
      const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
      const headers = { 'content-range': range };
      const { status } = await registry.ask('PATCH', place, { headers, body: 'abc' });
      expect(status).toBe({ 'bytes 0-2': 202, '0-99': 400, [`0-${'9'.repeat(400)}`]: 400 }[range] ?? 416);
    },
  );
});

/** Begins to send a body, and hangs up once the server has some of it. */
function breakOff(url: string, authorization: string, body: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const headers = { authorization, 'content-length': body.length * 2 };
    const sent = httpRequest(url, { method: 'PATCH', headers, agent: false });
    sent.on('error', () => resolve());
    sent.write(body, () => void setImmediate(() => sent.destroy(new Error('gone'))));
  });
}

describe('uploads', () => {
  test('one that is broken off half-way goes on where it stopped', async () => {
    await using registry = await openRegistry();
    const content = Buffer.alloc(300_000, 'abc');
    const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
    await breakOff(place, registry.authorization, content.subarray(0, 200_000));
    // The status comes once what has arrived is taken in.
    const status = await registry.ask('GET', place);
    const come = Number(status.headers.get('range')!.slice('0-'.length)) + 1;
    const from = come === 1 ? 0 : come;
    expect(from).toBeLessThanOrEqual(200_000);
    const rest = content.subarray(from);
    const range = `${from}-${content.length - 1}`;
    const resumed = await registry.ask('PATCH', place, { headers: { 'content-range': range }, body: rest });
    expect(resumed.status).toBe(202);
    const done = await registry.ask('PUT', `${place}?digest=${digestOf(content)}`);
    expect(done.status).toBe(201);
    expect(
      digestOf(new Uint8Array(await (await registry.ask('GET', done.headers.get('location')!)).arrayBuffer())),
    ).toBe(digestOf(content));
  });

  test('one that is given up is gone, and nothing is kept of it', async () => {
    await using registry = await openRegistry();
    const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
    await registry.ask('PATCH', place, { body: 'abc' });
    expect((await registry.ask('DELETE', place)).status).toBe(204);
    for (const method of ['GET', 'PATCH', 'PUT', 'DELETE']) {
      expect(await registry.ask(method, place)).toMatchObject({ status: 404 });
    }
    expect(registry.live.state.repositories.get('web')!.uploads.size).toBe(0);
  });

  test('one of another repository is not there', async () => {
    await using registry = await openRegistry(['web', 'api']);
    const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
    expect((await registry.ask('PATCH', place.replace('/web/', '/api/'), { body: 'abc' })).status).toBe(404);
  });

  test('one with nothing in it is refused', async () => {
    await using registry = await openRegistry();
    const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
    const answer = await registry.ask('PUT', `${place}?digest=${digestOf('')}`);
    expect(await errorOf(answer)).toMatchObject({ status: 400, code: 'BLOB_UPLOAD_INVALID' });
  });

  test('one whose repository goes meanwhile is gone with it, and so are its layers', async () => {
    await using registry = await openRegistry();
    const digest = await registry.upload('web', 'layer');
    const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
    await registry.ask('PATCH', place, { body: 'abc' });
    await registry.ecr.send(new DeleteRepositoryCommand({ repositoryName: 'web', force: true }));
    expect((await registry.ask('PATCH', place, { body: 'abc' })).status).toBe(404);
    expect(registry.live.layers.sizeOf(digest)).toBeUndefined();
  });

  test('one that is begun and left is forgotten after a day', async () => {
    await using registry = await openRegistry(['web'], { clock: 'manual' });
    const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
    await registry.ask('PATCH', place, { body: 'abc' });
    await registry.server.advance(86_400_000);
    const { authorizationData } = await registry.ecr.send(new GetAuthorizationTokenCommand({}));
    const headers = { authorization: `Basic ${authorizationData![0]!.authorizationToken!}` };
    expect((await registry.ask('POST', '/v2/web/blobs/uploads/', { headers })).status).toBe(202);
    expect((await registry.ask('GET', place, { headers })).status).toBe(404);
    expect(registry.live.state.repositories.get('web')!.uploads.size).toBe(1);
  });

  test('one whose repository goes while its bytes come leaves nothing behind', async () => {
    await using registry = await openRegistry();
    const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
    const id = place.slice(place.lastIndexOf('/') + 1);
    let body: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        body = controller;
        controller.enqueue(Buffer.alloc(100_000));
      },
    });
    const answering = registry.ask('PATCH', place, { body: stream });
    await expect.poll(() => registry.live.layers.received(id)).toBe(100_000);
    await registry.ecr.send(new DeleteRepositoryCommand({ repositoryName: 'web' }));
    body!.enqueue(Buffer.alloc(11_000_000));
    body!.close();
    expect((await answering).status).toBe(404);
    expect(registry.live.layers.received(id)).toBe(0);
  });

  test('many at once keep apart, and each is whole', { timeout: 30_000 }, async () => {
    await using registry = await openRegistry();
    const contents = Array.from({ length: 60 }, (_, at) => Buffer.alloc(1_000_000 + at, `${at} `));
    const digests = await Promise.all(contents.map((content) => registry.upload('web', content)));
    expect(digests).toEqual(contents.map(digestOf));
    const pulled = await Promise.all(
      digests.map(async (digest) => await (await registry.ask('GET', `/v2/web/blobs/${digest}`)).arrayBuffer()),
    );
    expect(pulled.map((bytes) => digestOf(new Uint8Array(bytes)))).toEqual(digests);
  });

  test('the same layer many times at once is one layer, and every client has its success', async () => {
    await using registry = await openRegistry();
    const content = Buffer.alloc(100_000, 'same');
    const digests = await Promise.all(Array.from({ length: 20 }, () => registry.upload('web', content)));
    expect(new Set(digests)).toEqual(new Set([digestOf(content)]));
    expect(registry.live.state.repositories.get('web')!.uploads.size).toBe(0);
    expect(registry.operations().filter((name) => name === 'CompleteLayerUpload')).toHaveLength(1);
  });

  test('two chunks of one upload at once are taken one after the other, or refused', async () => {
    await using registry = await openRegistry();
    const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
    const send = () => registry.ask('PATCH', place, { headers: { 'content-range': '0-2' }, body: 'abc' });
    const answered = (await Promise.all([send(), send(), send()])).map(({ status }) => status);
    expect(answered.toSorted((a, b) => a - b)).toEqual([202, 416, 416]);
  });
});

test('of two pushes of one tag at once both succeed, and the tag is of the one that came last', async () => {
  await using registry = await openRegistry();
  const manifests = await Promise.all([registry.manifestOf('web', 'one'), registry.manifestOf('web', 'two')]);
  registry.records.length = 0;
  const answers = await Promise.all(manifests.map((manifest) => registry.put('web', 'v1', manifest)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  const last = (registry.records.at(-1)!.responseElements as { image: { imageId: { imageDigest: string } } }).image
    .imageId;
  const pulled = await registry.ask('HEAD', '/v2/web/manifests/v1');
  expect(pulled.headers.get('docker-content-digest')).toBe(last.imageDigest);
  const { imageIds } = await registry.ecr.send(new ListImagesCommand({ repositoryName: 'web' }));
  expect(imageIds).toHaveLength(2);
});

test('of two pushes of one immutable tag at once one succeeds, and the tag is of that', async () => {
  await using registry = await openRegistry();
  await registry.ecr.send(new PutImageTagMutabilityCommand({ repositoryName: 'web', imageTagMutability: 'IMMUTABLE' }));
  const manifests = await Promise.all([registry.manifestOf('web', 'one'), registry.manifestOf('web', 'two')]);
  const answers = await Promise.all(manifests.map((manifest) => registry.put('web', 'v1', manifest)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 400]));
  const winner = answers.find(({ status }) => status === 201)!.headers.get('docker-content-digest');
  const pulled = await registry.ask('HEAD', '/v2/web/manifests/v1');
  expect(pulled.headers.get('docker-content-digest')).toBe(winner);
});

test('a push makes the repository that a creation template is for', async () => {
  await using registry = await openRegistry([]);
  await registry.ecr.send(
    new CreateRepositoryCreationTemplateCommand({ prefix: 'team', appliedFor: ['CREATE_ON_PUSH'] }),
  );
  const { answer } = await registry.push('team/web', 'v1');
  expect(answer.status).toBe(201);
  const { repositories } = await registry.ecr.send(new DescribeRepositoriesCommand({}));
  expect(repositories).toMatchObject([{ repositoryName: 'team/web' }]);
});

test('of what a cache rule has fetched there is the manifest only: its upstream is on no network of ours', async () => {
  await using registry = await openRegistry([]);
  await registry.ecr.send(
    new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'public', upstreamRegistryUrl: 'public.ecr.aws' }),
  );
  const answer = await registry.ask('GET', '/v2/public/nginx/manifests/latest');
  const { layers } = (await answer.json()) as { layers: readonly { digest: string }[] };
  const layer = await registry.ask('GET', `/v2/public/nginx/blobs/${layers[0]!.digest}`);
  expect(await errorOf(layer)).toMatchObject({ status: 404, code: 'BLOB_UNKNOWN' });
});

test('an image that is deleted can no longer be pulled', async () => {
  await using registry = await openRegistry();
  await registry.push('web', 'v1');
  await registry.ecr.send(new BatchDeleteImageCommand({ repositoryName: 'web', imageIds: [{ imageTag: 'v1' }] }));
  expect((await registry.ask('GET', '/v2/web/manifests/v1')).status).toBe(404);
});

describe('the bytes of layers', () => {
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('ecreplay-layers-'));

  test('go with the registry', async () => {
    const before = folders();
    const registry = await openRegistry();
    await registry.upload('web', 'layer');
    const made = folders().filter((name) => !before.includes(name));
    expect(made.length).toBeGreaterThan(0);
    await registry[Symbol.asyncDispose]();
    expect(
      made.some((name) => existsSync(`${tmpdir()}/${name}`) && readdirSync(`${tmpdir()}/${name}`).length > 0),
    ).toBe(false);
  });
});
