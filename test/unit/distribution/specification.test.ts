import { PutAccountSettingCommand } from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { digestOf, errorOf, NOTHING, OCI_INDEX, OCI_MANIFEST, openRegistry } from './client.ts';

// The sections of the OCI distribution specification 1.1, each with what it says that a registry MUST do.

describe('Pulling manifests', () => {
  test('a manifest that is there is given as it was pushed, with 200, by tag and by digest', async () => {
    await using registry = await openRegistry();
    const { text, digest } = await registry.push('web', 'v1');
    for (const reference of ['v1', digest]) {
      const answer = await registry.ask('GET', `/v2/web/manifests/${reference}`);
      expect([answer.status, await answer.text()]).toEqual([200, text]);
      expect(answer.headers.get('docker-content-digest')).toBe(digest);
      expect(answer.headers.get('content-type')).toBe(OCI_MANIFEST);
    }
  });

  test.each(['v2', NOTHING, '.no-tag', 'a'.repeat(129), 'sha256:short'])(
    'a manifest that is not there is answered with 404: %s',
    async (reference) => {
      await using registry = await openRegistry();
      const answer = await registry.ask('GET', `/v2/web/manifests/${reference}`);
      expect(await errorOf(answer)).toMatchObject({ status: 404, code: 'MANIFEST_UNKNOWN' });
    },
  );
});

describe('Pulling blobs', () => {
  test('a blob that is there is given, with 200 and its digest', async () => {
    await using registry = await openRegistry();
    const digest = await registry.upload('web', 'content');
    const answer = await registry.ask('GET', `/v2/web/blobs/${digest}`);
    expect([answer.status, await answer.text()]).toEqual([200, 'content']);
    expect(answer.headers.get('docker-content-digest')).toBe(digest);
  });

  test('a blob that is not there is answered with 404', async () => {
    await using registry = await openRegistry();
    const answer = await registry.ask('GET', `/v2/web/blobs/${NOTHING}`);
    expect(await errorOf(answer)).toMatchObject({ status: 404, code: 'BLOB_UNKNOWN' });
  });

  test('a blob of another repository is not there', async () => {
    await using registry = await openRegistry(['web', 'api']);
    const digest = await registry.upload('web', 'content');
    expect((await registry.ask('GET', `/v2/api/blobs/${digest}`)).status).toBe(404);
    expect((await registry.ask('HEAD', `/v2/api/blobs/${digest}`)).status).toBe(404);
  });

  test.each([
    ['bytes=2-4', 206, 'cde', 'bytes 2-4/10'],
    ['bytes=7-', 206, 'hij', 'bytes 7-9/10'],
    ['bytes=-2', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=8-100', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=-100', 206, 'abcdefghij', 'bytes 0-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=4-2', 200, 'abcdefghij', null],
    ['bytes=0-1,3-4', 200, 'abcdefghij', null],
    ['lines=1-2', 200, 'abcdefghij', null],
  ])('a range is given as RFC 9110 has it: %s', async (range, status, text, contentRange) => {
    await using registry = await openRegistry();
    const digest = await registry.upload('web', 'abcdefghij');
    const answer = await registry.ask('GET', `/v2/web/blobs/${digest}`, { headers: { range } });
    expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([
      status,
      text,
      contentRange,
    ]);
  });
});

describe('Checking if content exists in the registry', () => {
  test('HEAD of a blob or a manifest that is there is answered with 200, its digest and its size', async () => {
    await using registry = await openRegistry();
    const { digest, text } = await registry.push('web', 'v1', 'content');
    const layer = digestOf('content');
    const manifest = await registry.ask('HEAD', `/v2/web/manifests/v1`);
    const blob = await registry.ask('HEAD', `/v2/web/blobs/${layer}`);
    const told = [manifest, blob].map(({ status, headers }) => [
      status,
      headers.get('docker-content-digest'),
      headers.get('content-length'),
    ]);
    expect(told).toEqual([
      [200, digest, String(text.length)],
      [200, layer, '7'],
    ]);
    expect(await manifest.text()).toBe('');
  });

  test('HEAD of what is not there is answered with 404', async () => {
    await using registry = await openRegistry();
    expect((await registry.ask('HEAD', `/v2/web/blobs/${NOTHING}`)).status).toBe(404);
    expect((await registry.ask('HEAD', '/v2/web/manifests/v1')).status).toBe(404);
  });
});

describe('Push', () => {
  test('a manifest whose subject is not there is taken', async () => {
    await using registry = await openRegistry();
    const subject = { mediaType: OCI_MANIFEST, digest: NOTHING, size: 1 };
    const { answer } = await registry.push('web', 'v1', 'layer', { subject });
    expect(answer.status).toBe(201);
  });

  test('a manifest whose layers or images are not there is refused with MANIFEST_BLOB_UNKNOWN', async () => {
    await using registry = await openRegistry();
    const manifest = await registry.manifestOf('web', 'layer');
    const layers = [...manifest.layers, { ...manifest.layers[0]!, digest: NOTHING }];
    const answer = await registry.put('web', 'v1', { ...manifest, layers });
    expect(await errorOf(answer)).toMatchObject({ status: 400, code: 'MANIFEST_BLOB_UNKNOWN' });
    const manifests = [{ mediaType: OCI_MANIFEST, digest: NOTHING, size: 1 }];
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests };
    const refused = await registry.put('web', 'v1', index, OCI_INDEX);
    expect(await errorOf(refused)).toMatchObject({ status: 400, code: 'MANIFEST_BLOB_UNKNOWN' });
  });
});

describe('POST then PUT', () => {
  test('an upload begins with 202 and a place of its own, and ends with 201 and the place of the blob', async () => {
    await using registry = await openRegistry();
    const begun = await registry.ask('POST', '/v2/web/blobs/uploads/');
    const other = await registry.ask('POST', '/v2/web/blobs/uploads/');
    const location = begun.headers.get('location')!;
    expect([begun.status, other.status]).toEqual([202, 202]);
    expect(location).toMatch(/\/v2\/web\/blobs\/uploads\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(other.headers.get('location')).not.toBe(location);
    const done = await registry.ask('PUT', `${location}?digest=${digestOf('whole')}`, { body: 'whole' });
    expect(done.status).toBe(201);
    const pulled = await registry.ask('GET', done.headers.get('location')!);
    expect(await pulled.text()).toBe('whole');
  });
});

describe('Single POST', () => {
  test('a blob that comes with the digest of its content is there, with 201 and its place', async () => {
    await using registry = await openRegistry();
    const done = await registry.ask('POST', `/v2/web/blobs/uploads/?digest=${digestOf('whole')}`, { body: 'whole' });
    expect(done.status).toBe(201);
    expect(await (await registry.ask('GET', done.headers.get('location')!)).text()).toBe('whole');
  });

  test('a digest that is not that of the content is refused', async () => {
    await using registry = await openRegistry();
    const answer = await registry.ask('POST', `/v2/web/blobs/uploads/?digest=${NOTHING}`, { body: 'whole' });
    expect(await errorOf(answer)).toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
    expect((await registry.ask('HEAD', `/v2/web/blobs/${NOTHING}`)).status).toBe(404);
  });
});

describe('Pushing a blob in chunks', () => {
  const chunk = (range: string) => ({ 'content-range': range, 'content-type': 'application/octet-stream' });

  test('each chunk is answered with 202, the place and the range that has come; the session ends with 201', async () => {
    await using registry = await openRegistry();
    const begun = await registry.ask('POST', '/v2/web/blobs/uploads/', { headers: { 'content-length': '0' } });
    const first = await registry.ask('PATCH', begun.headers.get('location')!, { headers: chunk('0-2'), body: 'abc' });
    expect([first.status, first.headers.get('range')]).toEqual([202, '0-2']);
    const second = await registry.ask('PATCH', first.headers.get('location')!, { headers: chunk('3-4'), body: 'de' });
    expect([second.status, second.headers.get('range')]).toEqual([202, '0-4']);
    const place = `${second.headers.get('location')}?digest=${digestOf('abcdef')}`;
    const done = await registry.ask('PUT', place, { headers: chunk('5-5'), body: 'f' });
    expect(done.status).toBe(201);
    expect(await (await registry.ask('GET', done.headers.get('location')!)).text()).toBe('abcdef');
    // ECR takes no small parts but the last: its proxy puts chunks together.
    expect(registry.operations().filter((name) => name === 'UploadLayerPart')).toHaveLength(1);
  });

  test('a chunk out of order is answered with 416, and what has come stays', async () => {
    await using registry = await openRegistry();
    const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
    const early = await registry.ask('PATCH', place, { headers: chunk('3-4'), body: 'de' });
    expect(early.status).toBe(416);
    await registry.ask('PATCH', place, { headers: chunk('0-2'), body: 'abc' });
    const again = await registry.ask('PATCH', place, { headers: chunk('0-2'), body: 'abc' });
    expect([again.status, again.headers.get('range')]).toEqual([416, '0-2']);
    const gap = await registry.ask('PATCH', place, { headers: chunk('4-4'), body: 'e' });
    expect(gap.status).toBe(416);
    const status = await registry.ask('GET', place);
    expect([status.status, status.headers.get('range'), status.headers.get('location')]).toEqual([204, '0-2', place]);
    const done = await registry.ask('PUT', `${place}?digest=${digestOf('abcde')}`, { body: 'de' });
    expect(done.status).toBe(201);
  });

  test('a session that ends without a digest, or with a wrong one, goes on', async () => {
    await using registry = await openRegistry();
    const place = (await registry.ask('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
    await registry.ask('PATCH', place, { body: 'abc' });
    expect(await errorOf(await registry.ask('PUT', place))).toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
    const wrong = await registry.ask('PUT', `${place}?digest=${NOTHING}`);
    expect(await errorOf(wrong)).toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
    expect((await registry.ask('PUT', `${place}?digest=${digestOf('abc')}`)).status).toBe(201);
    expect((await registry.ask('GET', place)).status).toBe(404);
  });
});

describe('Mounting a blob from another repository', () => {
  const mount = (digest: string) => `/v2/api/blobs/uploads/?mount=${digest}&from=web`;

  test('a mounted blob is answered with 201 and its place, where the account has turned mounting on', async () => {
    await using registry = await openRegistry(['web', 'api']);
    await registry.ecr.send(new PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
    const digest = await registry.upload('web', 'shared');
    const mounted = await registry.ask('POST', mount(digest));
    expect([mounted.status, mounted.headers.get('docker-content-digest')]).toEqual([201, digest]);
    expect(await (await registry.ask('GET', mounted.headers.get('location')!)).text()).toBe('shared');
  });

  test('what cannot be mounted is to be uploaded: 202', async () => {
    await using registry = await openRegistry(['web', 'api']);
    const digest = await registry.upload('web', 'shared');
    const off = await registry.ask('POST', mount(digest));
    await registry.ecr.send(new PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
    const unknown = await registry.ask('POST', mount(NOTHING));
    for (const { status, headers } of [off, unknown]) {
      expect(status).toBe(202);
      expect(headers.get('location')).toMatch(/\/v2\/api\/blobs\/uploads\//);
    }
  });
});

describe('Pushing Manifests', () => {
  test('a manifest is kept byte for byte, and answered with 201, its place and its digest', async () => {
    await using registry = await openRegistry();
    const manifest = await registry.manifestOf('web', 'läyer ☃', { annotations: { a: 'é\u0000"' } });
    const text = `\n${JSON.stringify(manifest, undefined, 7)}\n\n`;
    const put = await registry.ask('PUT', '/v2/web/manifests/v1', {
      headers: { 'content-type': `${OCI_MANIFEST}; charset=utf-8` },
      body: text,
    });
    expect([put.status, put.headers.get('docker-content-digest')]).toEqual([201, digestOf(text)]);
    const pulled = await registry.ask('GET', put.headers.get('location')!);
    expect([pulled.status, await pulled.text()]).toEqual([200, text]);
    expect(pulled.headers.get('content-type')).toBe(OCI_MANIFEST);
  });

  test('a manifest by a digest that is not its own is refused', async () => {
    await using registry = await openRegistry();
    const manifest = await registry.manifestOf('web', 'layer');
    expect(await errorOf(await registry.put('web', NOTHING, manifest))).toMatchObject({
      status: 400,
      code: 'DIGEST_INVALID',
    });
  });

  test('a manifest by what is neither a tag nor a digest is refused', async () => {
    await using registry = await openRegistry();
    const manifest = await registry.manifestOf('web', 'layer');
    for (const reference of ['.v1', 'a'.repeat(129), 'sha256:0', 'sha512:00', 'v1%20']) {
      expect(await errorOf(await registry.put('web', reference, manifest))).toMatchObject({
        status: 400,
        code: 'TAG_INVALID',
      });
    }
  });

  test('of a repository that does not exist nothing can be pulled, nor pushed to it: 404', async () => {
    await using registry = await openRegistry([]);
    const asked = [
      ['GET', '/v2/web/manifests/v1'],
      ['GET', `/v2/web/blobs/${NOTHING}`],
      ['GET', '/v2/web/tags/list'],
      ['POST', '/v2/web/blobs/uploads/'],
    ] as const;
    for (const [method, path] of asked) {
      expect(await errorOf(await registry.ask(method, path))).toEqual({
        status: 404,
        code: 'NAME_UNKNOWN',
        message: "The repository with name 'web' does not exist in the registry with id '123456789012'",
      });
    }
  });

  test('a manifest of four megabytes is taken, a larger one refused with 413', async () => {
    await using registry = await openRegistry();
    const manifest = await registry.manifestOf('web', 'layer', { annotations: { a: '' } });
    const filled = (size: number) =>
      JSON.stringify(manifest).replace('"a":""', `"a":"${'x'.repeat(size - JSON.stringify(manifest).length)}"`);
    const put = (body: string) =>
      registry.ask('PUT', '/v2/web/manifests/v1', { headers: { 'content-type': OCI_MANIFEST }, body });
    expect((await put(filled(4_194_304))).status).toBe(201);
    expect((await put(filled(4_194_305))).status).toBe(413);
    expect((await put(filled(17_000_000))).status).toBe(413);
  });
});

describe('Pushing Manifests with Subject', () => {
  test('the answer names the subject that was processed', async () => {
    await using registry = await openRegistry();
    const image = await registry.push('web', 'v1');
    expect(image.answer.headers.get('oci-subject')).toBeNull();
    const subject = { mediaType: OCI_MANIFEST, digest: image.digest, size: image.text.length };
    const { answer } = await registry.push('web', 'sbom', 'sbom', { subject });
    expect(answer.headers.get('oci-subject')).toBe(image.digest);
  });
});

describe('Listing Tags', () => {
  const tagsOf = async (answer: Response) => ((await answer.json()) as { tags: readonly string[] }).tags;

  test('tags are listed with the name, in lexical order, with 200; none is an empty list', async () => {
    await using registry = await openRegistry();
    const none = await registry.ask('GET', '/v2/web/tags/list');
    expect([none.status, await none.json()]).toEqual([200, { name: 'web', tags: [] }]);
    for (const tag of ['b', 'C', 'a', '10', '9', 'B']) await registry.push('web', tag, tag);
    const all = await registry.ask('GET', '/v2/web/tags/list');
    expect(await all.json()).toEqual({ name: 'web', tags: ['10', '9', 'a', 'B', 'b', 'C'] });
  });

  test('as many as are asked for are given, and a link to the next ones; none has none', async () => {
    await using registry = await openRegistry();
    for (const tag of ['a', 'b', 'c', 'd', 'e']) await registry.push('web', tag, tag);
    const first = await registry.ask('GET', '/v2/web/tags/list?n=2');
    const link = first.headers.get('link')!;
    expect(await tagsOf(first)).toEqual(['a', 'b']);
    expect(link).toMatch(/^<[^>]+>; rel="next"$/);
    const second = await registry.ask('GET', link.slice(1, link.indexOf('>')));
    expect(await tagsOf(second)).toEqual(['c', 'd']);
    const last = await registry.ask('GET', '/v2/web/tags/list?n=2&last=d');
    expect([await tagsOf(last), last.headers.get('link')]).toEqual([['e'], null]);
    const zero = await registry.ask('GET', '/v2/web/tags/list?n=0');
    expect([zero.status, await tagsOf(zero), zero.headers.get('link')]).toEqual([200, [], null]);
  });

  test('what comes after a tag is given without it, whether it is there or not', async () => {
    await using registry = await openRegistry();
    for (const tag of ['a', 'b', 'd']) await registry.push('web', tag, tag);
    expect(await tagsOf(await registry.ask('GET', '/v2/web/tags/list?last=b'))).toEqual(['d']);
    expect(await tagsOf(await registry.ask('GET', '/v2/web/tags/list?last=c'))).toEqual(['d']);
    expect(await tagsOf(await registry.ask('GET', '/v2/web/tags/list?last=d'))).toEqual([]);
  });
});

describe('Listing Referrers', () => {
  test('what refers to an image is listed as an index, with its type and annotations', async () => {
    await using registry = await openRegistry();
    const image = await registry.push('web', 'v1');
    const subject = { mediaType: OCI_MANIFEST, digest: image.digest, size: image.text.length };
    const annotations = { 'org.example.of': 'sbom' };
    const artifactType = 'application/vnd.example.sbom';
    const sbom = await registry.push('web', 'sbom', 'sbom', { subject, artifactType, annotations });
    const plain = await registry.push('web', 'plain', 'plain', { subject });
    const manifests = [{ mediaType: OCI_MANIFEST, digest: image.digest, size: image.text.length }];
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests, subject };
    await registry.put('web', 'index', index, OCI_INDEX);
    const answer = await registry.ask('GET', `/v2/web/referrers/${image.digest}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, OCI_INDEX]);
    expect(await answer.json()).toEqual({
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: [
        { mediaType: OCI_MANIFEST, digest: sbom.digest, size: sbom.text.length, artifactType, annotations },
        {
          mediaType: OCI_MANIFEST,
          digest: plain.digest,
          size: plain.text.length,
          artifactType: 'application/vnd.oci.image.config.v1+json',
        },
        { mediaType: OCI_INDEX, digest: digestOf(JSON.stringify(index)), size: JSON.stringify(index).length },
      ],
    });
  });

  test('what nothing refers to has an empty list, and no 404', async () => {
    await using registry = await openRegistry();
    const answer = await registry.ask('GET', `/v2/web/referrers/${NOTHING}`);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] },
    ]);
  });

  test('a digest of no syntax is answered with 400', async () => {
    await using registry = await openRegistry();
    for (const digest of ['sha256:0', 'v1', 'md5:00']) {
      expect((await registry.ask('GET', `/v2/web/referrers/${digest}`)).status).toBe(400);
    }
  });

  test('a filter that is applied is named, and holds', async () => {
    await using registry = await openRegistry();
    const subject = { mediaType: OCI_MANIFEST, digest: NOTHING, size: 1 };
    const sbom = await registry.push('web', 'a', 'a', { subject, artifactType: 'application/vnd.example.sbom' });
    await registry.push('web', 'b', 'b', { subject, artifactType: 'application/vnd.example.signature' });
    const path = `/v2/web/referrers/${NOTHING}`;
    const filtered = await registry.ask('GET', `${path}?artifactType=application/vnd.example.sbom`);
    expect(filtered.headers.get('oci-filters-applied')).toBe('artifactType');
    expect(await filtered.json()).toMatchObject({ manifests: [{ digest: sbom.digest }] });
    expect((await registry.ask('GET', path)).headers.get('oci-filters-applied')).toBeNull();
  });

  test('what does not fit one answer goes on behind a link', async () => {
    await using registry = await openRegistry();
    const subject = { mediaType: OCI_MANIFEST, digest: NOTHING, size: 1 };
    const manifest = await registry.manifestOf('web', 'a', { subject });
    const put: string[] = [];
    for (let at = 0; at < 51; at += 1) {
      const each = { ...manifest, annotations: { at: String(at) } };
      await registry.put('web', digestOf(JSON.stringify(each)), each);
      put.push(digestOf(JSON.stringify(each)));
    }
    const digests = async (answer: Response) =>
      ((await answer.json()) as { manifests: { digest: string }[] }).manifests.map(({ digest }) => digest);
    const first = await registry.ask('GET', `/v2/web/referrers/${NOTHING}`);
    const link = first.headers.get('link')!;
    expect(link).toMatch(/; rel="next"$/);
    const second = await registry.ask('GET', link.slice(1, link.indexOf('>')));
    expect([...(await digests(first)), ...(await digests(second))].toSorted()).toEqual(put.toSorted());
    expect(second.headers.get('link')).toBeNull();
  });
});

describe('Enabling the Referrers API', () => {
  test('what is pushed with a subject is listed, whichever of the two came first', async () => {
    await using registry = await openRegistry();
    const image = await registry.manifestOf('web', 'layer');
    const text = JSON.stringify(image);
    const subject = { mediaType: OCI_MANIFEST, digest: digestOf(text), size: text.length };
    const before = await registry.push('web', 'before', 'before', { subject });
    await registry.put('web', 'v1', image);
    const after = await registry.push('web', 'after', 'after', { subject });
    const answer = await registry.ask('GET', `/v2/web/referrers/${digestOf(text)}`);
    expect(await answer.json()).toMatchObject({ manifests: [{ digest: before.digest }, { digest: after.digest }] });
  });
});

describe('Determining Support', () => {
  test('the base of the API is answered with 200', async () => {
    await using registry = await openRegistry();
    for (const path of ['/v2/', '/v2']) {
      const answer = await registry.ask('GET', path);
      expect([answer.status, answer.headers.get('docker-distribution-api-version')]).toEqual([200, 'registry/2.0']);
    }
  });
});

describe('Error Codes', () => {
  /** Those of the specification, and the one of Docker's registries that ECR answers to tags that are immutable. */
  const CODES = [
    ...['BLOB_UNKNOWN', 'BLOB_UPLOAD_INVALID', 'BLOB_UPLOAD_UNKNOWN', 'DIGEST_INVALID', 'MANIFEST_BLOB_UNKNOWN'],
    ...['MANIFEST_INVALID', 'MANIFEST_UNKNOWN', 'NAME_INVALID', 'NAME_UNKNOWN', 'SIZE_INVALID', 'UNAUTHORIZED'],
    ...['DENIED', 'UNSUPPORTED', 'TOOMANYREQUESTS', 'TAG_INVALID'],
  ];

  test.each([
    ['GET', '/v2/web/manifests/none', undefined],
    ['GET', `/v2/web/blobs/${NOTHING}`, undefined],
    ['GET', '/v2/web/blobs/none', undefined],
    ['GET', '/v2/none/tags/list', undefined],
    ['GET', '/v2/NONE/tags/list', undefined],
    ['GET', '/v2/web/tags/list?n=1001', undefined],
    ['PATCH', '/v2/web/blobs/uploads/none', 'x'],
    ['POST', `/v2/web/blobs/uploads/?digest=${NOTHING}`, 'x'],
    ['POST', `/v2/web/blobs/uploads/?digest=${digestOf('')}`, ''],
    ['PUT', '/v2/web/manifests/v1', '{'],
    ['PUT', '/v2/web/manifests/.v1', '{}'],
    ['DELETE', '/v2/web/manifests/v1', undefined],
  ] as const)('%s %s is refused in JSON, with a code of the list and words for people', async (method, path, body) => {
    await using registry = await openRegistry();
    const answer = await registry.ask(method, path, body === undefined ? {} : { body });
    const { errors, ...rest } = (await answer.json()) as { errors: readonly { code: string; message: string }[] };
    expect([answer.status >= 400 && answer.status < 500, rest, errors.length]).toEqual([true, {}, 1]);
    expect(CODES).toContain(errors[0]!.code);
    expect(errors[0]!.message).toMatch(/\w{3}/);
    // Warnings, which would have rules of their own, are none.
    expect(answer.headers.get('warning')).toBeNull();
  });
});

/** What the specification leaves to registries and Amazon ECR does not offer, by section. */
const NOT_OFFERED = [
  ['Deleting tags', 'DELETE', '/v2/web/manifests/v1', 'images are deleted with BatchDeleteImage (skopeo issue 819)'],
  ['Deleting Manifests', 'DELETE', `/v2/web/manifests/${NOTHING}`, 'as above'],
  ['Deleting Blobs', 'DELETE', `/v2/web/blobs/${NOTHING}`, 'layers go by themselves once no image names them'],
] as const;

describe.each(NOT_OFFERED)('%s', (_section, method, path, _reason) => {
  test('is turned off, which is answered with 405, and nothing is gone', async () => {
    await using registry = await openRegistry();
    await registry.push('web', 'v1');
    expect(await errorOf(await registry.ask(method, path))).toMatchObject({ status: 405, code: 'UNSUPPORTED' });
    expect((await registry.ask('GET', '/v2/web/manifests/v1')).status).toBe(200);
  });
});
