import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { embed } from '../../../../src/embedded/embedded.ts';
import type { HttpResponse } from '../../../../src/wire/http.ts';
import { readXml } from '../../../../src/wire/xml-read.ts';
import { escapeXml } from '../../../../src/wire/xml.ts';
import { account } from './account.ts';

const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20260115/us-east-2/s3/aws4_request, …' };

/** S3 as a client without an SDK reaches it. */
function raw(): (
  line: string,
  more?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Uint8Array },
) => Promise<HttpResponse> {
  const { estate } = account();
  estate.buckets.create('trail-logs');
  const embedded = embed(estate);
  return (line, { headers = {}, body = '' } = {}) => {
    const [method = '', url = ''] = line.split(' ');
    const request = {
      method,
      url,
      headers: { host: '127.0.0.1:4577', ...SIGNED, ...headers },
      body: Buffer.from(body),
    };
    return embedded(request, { record: () => {} });
  };
}

const chunked = (trailer: string): string => `5\r\nhello\r\n6;chunk-signature=ab\r\n world\r\n0\r\n${trailer}\r\n`;

test('a body in chunks is put together, and the checksum behind it is looked at', async () => {
  const s3 = raw();
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32('hello world'));
  const headers = {
    'content-encoding': 'gzip,aws-chunked',
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-trailer': 'x-amz-checksum-crc32',
    'x-amz-decoded-content-length': '11',
  };
  const right = chunked(`x-amz-checksum-crc32:${sum.toString('base64')}\r\n`);
  const put = await s3('PUT /trail-logs/a//b/', { headers, body: right });
  expect([put.status, put.headers['x-amz-checksum-crc32']]).toEqual([200, sum.toString('base64')]);
  const got = await s3('GET /trail-logs/a//b/');
  expect([Buffer.from(got.body).toString(), got.headers['content-encoding']]).toEqual(['hello world', 'gzip']);
  const wrong = await s3('PUT /trail-logs/c', { headers, body: chunked('x-amz-checksum-crc32:AAAAAA==\r\n') });
  expect([wrong.status, wrong.body]).toEqual([400, expect.stringContaining('<Code>BadDigest</Code>')]);
  const cut = await s3('PUT /trail-logs/d', { headers, body: right.slice(0, 9) });
  expect([cut.status, cut.body]).toEqual([400, expect.stringContaining('<Code>IncompleteBody</Code>')]);
});

test.each([
  ['trail-logs.s3.us-east-2.amazonaws.com', '/key'],
  ['trail-logs.s3.amazonaws.com', '/key'],
  ['trail-logs.s3-us-east-2.amazonaws.com', '/key'],
  ['trail-logs.localhost:4577', '/key'],
  ['trail-logs.s3.localhost:4577', '/key'],
  ['s3.us-east-2.amazonaws.com', '/trail-logs/key'],
  ['s3.localhost:4577', '/trail-logs/key'],
  ['localhost:4577', '/trail-logs/key'],
])('at the host %s a bucket is found by %s', async (host, url) => {
  const s3 = raw();
  expect((await s3('PUT /trail-logs/key', { body: 'text' })).status).toBe(200);
  expect(Buffer.from((await s3(`GET ${url}`, { headers: { host } })).body).toString()).toBe('text');
});

test.each([
  '?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260115%2Fus-east-2%2Fs3%2Faws4_request&X-Amz-Signature=00',
  '?AWSAccessKeyId=AKID&Signature=x%3D&Expires=1768470000',
])('a URL that somebody has signed leads to its object: %s', async (query) => {
  const s3 = raw();
  await s3('PUT /trail-logs/key', { body: 'text' });
  const got = await s3(`GET /trail-logs/key${query}&response-content-type=text%2Fplain`, {
    headers: { authorization: '' },
  });
  expect([Buffer.from(got.body).toString(), got.headers['content-type']]).toEqual(['text', 'text/plain']);
});

test('a form is an object like any other', async () => {
  const s3 = raw();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await s3('PUT /trail-logs/form', { headers, body: 'Action=ListQueues' })).status).toBe(200);
  expect(Buffer.from((await s3('GET /trail-logs/form')).body).toString()).toBe('Action=ListQueues');
});

test('what is no XML is refused, and nothing changes', async () => {
  const s3 = raw();
  for (const body of ['<Delete>', '<a></b>', 'text', '<!DOCTYPE a><a/>', '<a/><b/>', '<a>&unknown;</a>', '<a/>text']) {
    const answer = await s3('POST /trail-logs?delete', { body });
    expect([body, answer.status]).toEqual([body, 400]);
    expect(answer.body).toContain('<Code>MalformedXML</Code>');
  }
});

test('every text comes through XML as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme-ascii' }), (text, more) => {
      const document = `<?xml version="1.0"?>\n<!-- it --><x:Root xmlns:x="y" a='>'><Item>${escapeXml(text)}</Item><![CDATA[${more.replaceAll(']', '')}]]><Empty/></x:Root>`;
      const { name, children, text: own } = readXml(document);
      expect([name, own]).toEqual(['Root', more.replaceAll(']', '')]);
      expect(children).toEqual([
        { name: 'Item', children: [], text: text.replaceAll(/\p{Surrogate}|\p{Noncharacter_Code_Point}/gu, '\ufffd') },
        { name: 'Empty', children: [], text: '' },
      ]);
    }),
  );
});

const NAMES = [
  'Delete',
  'Object',
  'Key',
  'NotificationConfiguration',
  'QueueConfiguration',
  'Queue',
  'Event',
  'Filter',
];
const MORE = ['S3Key', 'FilterRule', 'Name', 'Value', 'CompleteMultipartUpload', 'Part', 'PartNumber', 'ETag', 'Quiet'];

const xml = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      fc.constantFrom(...NAMES, ...MORE),
      fc.oneof({ maxDepth: 4 }, fc.constantFrom('', 'x', '1', 'true'), fc.array(tie('element'), { maxLength: 4 })),
    )
    .map(([name, held]) => `<${name}>${Array.isArray(held) ? held.join('') : held}</${name}>`),
})).element;

test('whatever S3 is sent, it answers or refuses', async () => {
  const queries = [
    '',
    '?delete',
    '?notification',
    '?policy',
    '?uploads',
    '?uploadId=x',
    '?uploadId=x&partNumber=y',
    '?acl',
  ];
  const lists = [
    '?list-type=2&max-keys=-1',
    '?list-type=2&max-keys=x',
    '?max-keys=1e9&delimiter=',
    '?list-type=2&prefix=%',
  ];
  const paths = [
    '/',
    '/trail-logs',
    '/trail-logs/',
    '/trail-logs/key',
    '/trail-logs/%E0%A4%A',
    '//',
    '/UPPER/key',
    '/trail-logs//',
  ];
  const given = fc.record({
    method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH'),
    path: fc.constantFrom(...paths),
    query: fc.constantFrom(...queries, ...lists),
    headers: fc.record(
      {
        range: fc.constantFrom('bytes=0-', 'bytes=-', 'bytes=9-1', 'x'),
        'x-amz-copy-source': fc.constantFrom('trail-logs/key', '/', 'x', '%'),
        'if-none-match': fc.constantFrom('*', ''),
        'if-modified-since': fc.constantFrom('yesterday', 'Thu, 15 Jan 2026 09:30:00 GMT'),
        'content-md5': fc.constant('x'),
        'x-amz-checksum-crc32': fc.constant('x'),
        'content-encoding': fc.constantFrom('aws-chunked', 'gzip'),
      },
      { requiredKeys: [] },
    ),
    body: fc.oneof(xml, fc.constantFrom('', 'text', '{}')),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(given, { minLength: 1, maxLength: 6 }), async (requests) => {
      const s3 = raw();
      for (const { method, path, query, headers, body } of requests) {
        const { status } = await s3(`${method} ${path}${query}`, { headers, body });
        expect(status).toBeLessThan(500);
      }
    }),
    { numRuns: 500 },
  );
});

test('whoever reads of a call is shown texts in place of bytes', async () => {
  const { estate } = account();
  estate.buckets.create('trail-logs');
  const shown: unknown[] = [];
  const embedded = embed(estate);
  for (const body of [Buffer.from('text ü'), Buffer.of(0xff, 0x00)]) {
    await embedded(
      { method: 'PUT', url: '/trail-logs/key', headers: { host: '127.0.0.1', ...SIGNED }, body },
      { record: ({ service, operation, input }) => shown.push([service, operation, input]) },
    );
  }
  expect(shown).toMatchObject([
    ['s3', 'PutObject', { Bucket: 'trail-logs', Key: 'key', Body: 'text ü' }],
    ['s3', 'PutObject', { Body: '/wA=' }],
  ]);
});
