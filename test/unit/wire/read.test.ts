import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeCbor } from '../../../src/wire/cbor.ts';
import { Fault } from '../../../src/wire/fault.ts';
import type { HttpRequest } from '../../../src/wire/http.ts';
import { readCall, readInput } from '../../../src/wire/read.ts';

const FORM = 'application/x-www-form-urlencoded';

function request(
  headers: Record<string, string>,
  body: string | Uint8Array = '',
  url = '/',
  method = 'POST',
): HttpRequest {
  return { method, url, headers, body: Buffer.from(body) };
}

function signedFor(name: string): Record<string, string> {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260115/us-east-2/${name}/aws4_request, SignedHeaders=host, Signature=0`,
  };
}

describe('finds service, operation and protocol', () => {
  test.each([
    [
      'a JSON 1.1 target',
      request({
        'x-amz-target': 'AmazonEC2ContainerServiceV20141113.UpdateService',
        'content-type': 'application/x-amz-json-1.1',
      }),
      { service: 'ecs', operation: 'UpdateService', protocol: 'json-1.1' },
    ],
    [
      'a JSON 1.0 target',
      request({ 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0' }),
      { service: 'dynamodb', operation: 'PutItem', protocol: 'json-1.0' },
    ],
    [
      'what the SDK for JavaScript says of itself',
      request({
        'user-agent': 'aws-sdk-js/3.1169.0 lang/js api/cloudwatch-logs#3.1169.0 m/N',
        'x-amz-target': 'Logs_20140328.PutLogEvents',
      }),
      { service: 'cloudwatch-logs', operation: 'PutLogEvents', protocol: 'json-1.1' },
    ],
    [
      'what an older SDK for JavaScript says of itself',
      request(
        { ...signedFor('ses'), 'user-agent': 'aws-sdk-js/3.600.0 api/sesv2#3.600.0' },
        '{}',
        '/v2/email/outbound-emails',
      ),
      { service: 'sesv2', operation: 'POST /v2/email/outbound-emails', protocol: 'rest-json' },
    ],
    [
      'a signature, by the name of the SDK package',
      request({
        ...signedFor('states'),
        'x-amz-target': 'AWSStepFunctions.StartExecution',
        'content-type': 'application/x-amz-json-1.0',
      }),
      { service: 'sfn', operation: 'StartExecution', protocol: 'json-1.0' },
    ],
    [
      'a form',
      request({ ...signedFor('sns'), 'content-type': FORM }, 'Action=Publish&Version=2010-03-31&Message=x'),
      { service: 'sns', operation: 'Publish', protocol: 'query', version: '2010-03-31' },
    ],
    [
      'a form in the URL',
      request(signedFor('sts'), '', '/?Action=GetCallerIdentity&Version=2011-06-15', 'GET'),
      { service: 'sts', operation: 'GetCallerIdentity', protocol: 'query', version: '2011-06-15' },
    ],
    [
      'the query of EC2',
      request({ ...signedFor('ec2'), 'content-type': FORM }, 'Action=DescribeInstances&Version=2016-11-15'),
      { service: 'ec2', operation: 'DescribeInstances', protocol: 'ec2-query', version: '2016-11-15' },
    ],
    [
      'RPC v2 with CBOR',
      request(
        { ...signedFor('monitoring'), 'smithy-protocol': 'rpc-v2-cbor' },
        '',
        '/service/GraniteServiceVersion20100801/operation/PutMetricData',
      ),
      { service: 'cloudwatch', operation: 'PutMetricData', protocol: 'rpc-v2-cbor' },
    ],
    [
      'REST with JSON, by method and path',
      request(signedFor('lambda'), '{}', '/2015-03-31/functions/next/invocations?Qualifier=1'),
      { service: 'lambda', operation: 'POST /2015-03-31/functions/next/invocations', protocol: 'rest-json' },
    ],
    [
      'REST with XML, by method and path',
      request(signedFor('s3'), '', '/bucket/key', 'GET'),
      { service: 's3', operation: 'GET /bucket/key', protocol: 'rest-xml' },
    ],
    [
      'a host, when nothing else tells',
      request({ host: 'events.us-east-1.amazonaws.com' }, '', '/', 'GET'),
      { service: 'eventbridge', operation: 'GET /', protocol: 'rest-json' },
    ],
    [
      'a host with the service before its region',
      request({ host: 'api.ecr.us-gov-west-1.amazonaws.com:443' }, '', '/', 'GET'),
      { service: 'ecr', operation: 'GET /', protocol: 'rest-json' },
    ],
    [
      'a host with a bucket',
      request({ host: 'bucket.s3.us-east-1.amazonaws.com' }, '', '/key', 'PUT'),
      { service: 's3', operation: 'PUT /key', protocol: 'rest-xml' },
    ],
    ['nothing at all', request({}, '', '/', 'GET'), { service: 'unknown', operation: 'GET /', protocol: 'rest-json' }],
  ])('from %s', (_, given, call) => {
    expect(readCall(given)).toEqual(call);
  });
});

test('an input in JSON is the object it says, and nothing is an empty one', () => {
  expect(readInput(request({}, '{"service":"web"}'), 'json-1.1')).toEqual({ service: 'web' });
  expect(readInput(request({}, ''), 'json-1.0')).toEqual({});
});

test('a compressed input is read as what was compressed', () => {
  expect(readInput(request({ 'content-encoding': 'gzip' }, gzipSync('{"a":1}')), 'json-1.1')).toEqual({ a: 1 });
});

test('an input in CBOR is read with its types', () => {
  expect(readInput(request({}, writeCbor({ Namespace: 'n', Value: 1.5 })), 'rpc-v2-cbor')).toEqual({
    Namespace: 'n',
    Value: 1.5,
  });
});

test('an input of REST is its query string and its body', () => {
  expect(readInput(request({}, '{"a":1}', '/x?Qualifier=1'), 'rest-json')).toEqual({
    query: { Qualifier: '1' },
    body: { a: 1 },
  });
  expect(readInput(request({}, '<a/>', '/x'), 'rest-xml')).toEqual({ body: '<a/>' });
  expect(readInput(request({}, '', '/x'), 'rest-json')).toEqual({});
});

test.each([
  ['half an object', '{"service":', 'json-1.1'],
  ['a list', '[]', 'json-1.0'],
  ['a text', '"x"', 'json-1.1'],
  ['bytes that are not CBOR', Buffer.from([0x5f]), 'rpc-v2-cbor'],
] as const)('%s is refused as AWS refuses what it cannot read', (_, body, protocol) => {
  expect(() => readInput(request({}, body), protocol)).toThrow(
    expect.toSatisfy((error) => error instanceof Fault && error.code === 'SerializationException'),
  );
});
