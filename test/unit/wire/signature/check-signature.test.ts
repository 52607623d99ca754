import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { Fault } from '../../../../src/wire/fault.ts';
import type { HttpRequest } from '../../../../src/wire/http.ts';
import { signatureOf } from '../../../../src/wire/signature/canonical.ts';
import { checkSignature } from '../../../../src/wire/signature/check-signature.ts';
import { readClaim } from '../../../../src/wire/signature/claim.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const ID = 'AKIAIOSFODNN7EXAMPLE';

/** What a client of the SDK sends, signed by the SDK itself. */
async function signed(send: (config: object) => Promise<unknown>): Promise<HttpRequest> {
  let sent: HttpRequest | undefined;
  const requestHandler = sdkRequestHandler((request) => {
    sent = request;
    return Promise.resolve({ status: 200, headers: {}, body: '{}' });
  });
  const credentials = { accessKeyId: ID, secretAccessKey: SECRET };
  await send({ region: 'us-east-2', credentials, requestHandler, maxAttempts: 1 }).catch(() => {});
  return sent!;
}

const putEvents = (config: object): Promise<unknown> =>
  new EventBridgeClient(config).send(
    new PutEventsCommand({ Entries: [{ Source: 'ü', DetailType: 'd', Detail: '{}' }] }),
  );

/** The error a request is refused with, or `undefined`. */
function refusal(request: HttpRequest, secret = SECRET, now = Date.now(), region = 'us-east-2'): Fault | undefined {
  try {
    checkSignature(request, { secretOf: (id) => (id === ID ? secret : undefined), region }, now);
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return error;
  }
}

test.each([
  ['JSON', putEvents],
  [
    'query',
    (config: object) => new SNSClient(config).send(new PublishCommand({ TopicArn: 'arn:x', Message: 'a b&c' })),
  ],
  [
    'REST, with an ARN in its path',
    (config: object) =>
      new LambdaClient(config).send(
        new InvokeCommand({
          FunctionName: 'arn:aws:lambda:us-east-2:123456789012:function:f',
          Qualifier: '1',
          Payload: '{}',
        }),
      ),
  ],
  [
    'REST, with a query',
    (config: object) =>
      new LambdaClient(config).send(new ListFunctionsCommand({ Marker: "a b+c/=*'()!", MaxItems: 3 })),
  ],
])('what the SDK signs for %s is let in', async (_, send) => {
  expect(refusal(await signed(send))).toBeUndefined();
});

test('the signature of the documentation is let in', () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html, the example of ListUsers.
  const request = {
    method: 'GET',
    url: '/?Action=ListUsers&Version=2010-05-08',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      host: 'iam.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    },
    body: new Uint8Array(),
  };
  expect(() =>
    checkSignature(
      request,
      { secretOf: () => 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
      Date.parse('2015-08-30T12:36:00Z'),
    ),
  ).not.toThrow();
});

test.each([
  ['a body', (request: HttpRequest) => ({ ...request, body: Buffer.from('{"Entries":[]}') })],
  ['the path', (request: HttpRequest) => ({ ...request, url: '/other' })],
  ['a query', (request: HttpRequest) => ({ ...request, url: '/?a=b' })],
  [
    'a signed header',
    (request: HttpRequest) => ({ ...request, headers: { ...request.headers, 'x-amz-target': 'AWSEvents.PutRule' } }),
  ],
  ['the method', (request: HttpRequest) => ({ ...request, method: 'PUT' })],
])('%s that was changed on the way is refused', async (_, change) => {
  expect(refusal(change(await signed(putEvents)))).toMatchObject({ code: 'InvalidSignatureException', status: 403 });
});

test('another secret, another key and no signature at all are refused by different names', async () => {
  const request = await signed(putEvents);
  expect(refusal(request, 'other')?.code).toBe('InvalidSignatureException');
  const stranger = request.headers['authorization']!.replace(ID, 'AKIAI44QH8DHBEXAMPLE');
  expect(refusal({ ...request, headers: { ...request.headers, authorization: stranger } })?.code).toBe(
    'UnrecognizedClientException',
  );
  const { authorization: _, ...unsigned } = request.headers;
  expect(refusal({ ...request, headers: unsigned })?.code).toBe('MissingAuthenticationTokenException');
  expect(
    refusal({ ...request, headers: { ...request.headers, authorization: 'AWS4-HMAC-SHA256 Credential=x' } })?.code,
  ).toBe('IncompleteSignatureException');
});

test('a query service has names of its own for the same', async () => {
  const request = await signed((config) =>
    new SNSClient(config).send(new PublishCommand({ TopicArn: 'arn:x', Message: 'm' })),
  );
  expect(refusal(request, 'other')?.code).toBe('SignatureDoesNotMatch');
});

test('a signature is good for five minutes', async () => {
  const request = await signed(putEvents);
  expect(refusal(request, SECRET, Date.now() + 4 * 60_000)).toBeUndefined();
  expect(refusal(request, SECRET, Date.now() + 6 * 60_000)?.message).toMatch(
    /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
  );
});

test('a signature of a query service is good for a quarter of an hour', async () => {
  const request = await signed((config) =>
    new SNSClient(config).send(new PublishCommand({ TopicArn: 'arn:x', Message: 'm' })),
  );
  expect(refusal(request, SECRET, Date.now() + 14 * 60_000)).toBeUndefined();
  expect(refusal(request, SECRET, Date.now() + 16 * 60_000)?.message).toMatch(/^Signature expired: .* - 15 min\.\)$/);
  expect(refusal(request, SECRET, Date.now() - 16 * 60_000)?.message).toMatch(
    /^Signature not yet current: \S+ is still later than \S+ \(\S+ \+ 15 min\.\)$/,
  );
});

/** A request whose Authorization header says something else. */
async function saying(change: (header: string) => string, headers: object = {}): Promise<HttpRequest> {
  const request = await signed(putEvents);
  const authorization = change(request.headers['authorization']!);
  return { ...request, headers: { ...request.headers, authorization, ...headers } };
}

test.for<[string, (header: string) => string, string]>([
  [
    'region',
    (header) => header.replace('/us-east-2/', '/eu-west-1/'),
    "Credential should be scoped to a valid region, not 'eu-west-1'.",
  ],
  [
    'service',
    (header) => header.replace('/events/', '/sqs/'),
    "Credential should be scoped to correct service: 'events'.",
  ],
  [
    'end',
    (header) => header.replace('/aws4_request', '/aws5_request'),
    "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
  ],
])('a signature for another %s is refused in the words of AWS', async ([, change, message]) => {
  expect(refusal(await saying(change))).toMatchObject({ code: 'InvalidSignatureException', status: 403, message });
});

test('a signature of another day than its request is refused, and all that is wrong is said', async () => {
  const request = await saying((header) => header.replace(/\/\d{8}\/us-east-2\//, '/20130609/eu-west-1/'), {
    'x-amz-date': '20130610T000001Z',
  });
  expect(refusal(request)?.message).toBe(
    "Credential should be scoped to a valid region, not 'eu-west-1'. Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20130609' != '20130610', from '20130610T000001Z'.",
  );
});

test.for<[string, (header: string) => string, object, string]>([
  [
    'nothing but a key',
    () => `AWS4-HMAC-SHA256 Credential=${ID}/20260115/us-east-2/events/aws4_request`,
    {},
    "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
  ],
  [
    'no date',
    (header) => header,
    { 'x-amz-date': undefined },
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
  ],
  [
    'a date in another form',
    (header) => header,
    { 'x-amz-date': 'today' },
    "Date must be in ISO-8601 'basic format'. Got 'today'. See http://en.wikipedia.org/wiki/ISO_8601",
  ],
  [
    'a credential of four parts',
    (header) => header.replace('/aws4_request', ''),
    {},
    'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
  ],
  [
    'no signed host',
    (header) => header.replace(';host;', ';'),
    {},
    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
  ],
  [
    'another algorithm',
    (header) => header.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1'),
    {},
    "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.",
  ],
  ['a bearer token', () => 'Bearer abc', {}, "Unsupported AWS 'algorithm': 'Bearer'."],
])('a claim with %s is incomplete', async ([, change, headers, message]) => {
  expect(refusal(await saying(change, headers))).toMatchObject({ code: 'IncompleteSignatureException', message });
});

test('a signature may be dated by the Date header', async () => {
  const request = await signed(putEvents);
  const { 'x-amz-date': date, ...headers } = request.headers;
  const dated = { ...request, headers: { ...headers, date } };
  // What was signed holds the other header, so that only the signature is left to complain of.
  expect(refusal(dated)?.message).toMatch(/^The request signature we calculated does not match/);
});

test.for(['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'])(
  'a payload that is not signed may change, if the request says so: %s',
  async (named) => {
    const request = await signed(putEvents);
    const headers = { ...request.headers, 'x-amz-content-sha256': named };
    const claim = readClaim({ ...request, headers });
    const own = signatureOf({ ...request, headers }, claim, SECRET);
    const authorization = request.headers['authorization']!.replace(claim.signature, own);
    const unsigned = { ...request, headers: { ...headers, authorization } };
    expect(refusal(unsigned)).toBeUndefined();
    expect(refusal({ ...unsigned, body: Buffer.from('another') })).toBeUndefined();
    const claimed = { ...unsigned.headers, 'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb924' };
    expect(refusal({ ...unsigned, headers: claimed })?.code).toBe('InvalidSignatureException');
  },
);

describe('a URL that was signed beforehand', () => {
  const SIGNED_AT = Date.parse('2013-05-24T00:00:00Z');
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  const documented: HttpRequest = {
    method: 'GET',
    url: '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    headers: { host: 'examplebucket.s3.amazonaws.com' },
    body: new Uint8Array(),
  };
  const judge = (url: string, now = SIGNED_AT) => refusal({ ...documented, url }, SECRET, now, 'us-east-1');

  test('is let in until it expires: that of the documentation after a day', () => {
    expect(judge(documented.url)).toBeUndefined();
    expect(judge(documented.url, SIGNED_AT + 86_399_000)).toBeUndefined();
    expect(judge(documented.url, SIGNED_AT + 86_401_000)?.message).toBe(
      'Signature expired: 20130524T000000Z is now earlier than 20130524T000001Z (20130525T000001Z - 1440 min.)',
    );
  });

  test('is refused when anything of it has changed', () => {
    expect(judge(documented.url.replace('test.txt', 'other.txt'))?.message).toMatch(/^The request signature/);
    expect(judge(documented.url.replace('86400', '86401'))?.message).toMatch(/^The request signature/);
    expect(judge(`${documented.url}&x=1`)?.message).toMatch(/^The request signature/);
    expect(judge(documented.url.replace('us-east-1', 'us-east-2'))?.message).toBe(
      "Credential should be scoped to a valid region, not 'us-east-2'.",
    );
  });

  test('has to say all that it must', () => {
    expect(judge(documented.url.replace('X-Amz-Date=20130524T000000Z&', ''))).toMatchObject({
      code: 'IncompleteSignatureException',
      message: "AWS query-string parameters must include 'X-Amz-Date'.",
    });
    expect(judge(documented.url.replace('86400', '604801'))?.message).toBe(
      'X-Amz-Expires must be a number of seconds from 1 to 604800.',
    );
  });

  test('of STS is good for a quarter of an hour, whatever it says', () => {
    const url =
      '/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host';
    const request = { ...documented, url: `${url}&X-Amz-Signature=${'0'.repeat(64)}` };
    const own = `${url}&X-Amz-Signature=${signatureOf(request, readClaim(request), SECRET)}`;
    expect(judge(own, SIGNED_AT + 14 * 60_000)).toBeUndefined();
    // The region of the endpoint for all regions is good everywhere.
    expect(refusal({ ...documented, url: own }, SECRET, SIGNED_AT, 'eu-west-1')).toBeUndefined();
    expect(judge(own, SIGNED_AT + 16 * 60_000)).toMatchObject({
      code: 'SignatureDoesNotMatch',
      message: expect.stringMatching(/^Signature expired: .* - 15 min\.\)$/) as string,
    });
  });
});

test('no refusal repeats a credential or a signature', async () => {
  const request = await signed(putEvents);
  const said = [refusal(request, 'other'), refusal({ ...request, url: '/x' })]
    .map((fault) => fault?.message ?? '')
    .join();
  expect(said).not.toContain(SECRET);
  expect(said).not.toContain(ID);
  expect(said).not.toContain(/Signature=(\w+)/.exec(request.headers['authorization']!)![1]);
});
