import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { sdkRequestHandler } from '../../../src/embedded/door/request-handler.ts';
import { Fault } from '../../../src/wire/fault.ts';
import type { HttpRequest } from '../../../src/wire/http.ts';
import { checkSignature } from '../../../src/wire/signature.ts';

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
function refusal(request: HttpRequest, secret = SECRET, now = Date.now()): Fault | undefined {
  try {
    checkSignature(request, (id) => (id === ID ? secret : undefined), now);
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
    checkSignature(request, () => 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', Date.parse('2015-08-30T12:36:00Z')),
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

test('no refusal repeats a credential or a signature', async () => {
  const request = await signed(putEvents);
  const said = [refusal(request, 'other'), refusal({ ...request, url: '/x' })]
    .map((fault) => fault?.message ?? '')
    .join();
  expect(said).not.toContain(SECRET);
  expect(said).not.toContain(ID);
  expect(said).not.toContain(/Signature=(\w+)/.exec(request.headers['authorization']!)![1]);
});
