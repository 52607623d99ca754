import { describe, expect, test } from 'vitest';
import type { Call } from '../../../src/wire/call.ts';
import { readCbor } from '../../../src/wire/cbor.ts';
import { Fault } from '../../../src/wire/fault.ts';
import { writeFault, writeResult } from '../../../src/wire/write.ts';

const SNS: Call = { service: 'sns', operation: 'Publish', protocol: 'query', version: '2010-03-31' };
const call = (protocol: Call['protocol'], service = 'x'): Call => ({ service, operation: 'Do', protocol });
const fault = new Fault('NotFound', 'no <such> thing');

test('a query answer nests the result beside the request id', () => {
  expect(writeResult(SNS, { MessageId: 'm' }, 'r').body).toBe(
    '<PublishResponse xmlns="https://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>',
  );
});

test('lists, maps, dates and bytes are worded as XML has them, and what is absent is left out', () => {
  const output = {
    List: [1, { a: true }],
    Map: new Map([['k', 'v']]),
    At: new Date(0),
    Bytes: Buffer.from('x'),
    None: undefined,
    Null: null,
  };
  expect(writeResult(SNS, output, 'r').body).toContain(
    '<List><member>1</member><member><a>true</a></member></List><Map><entry><key>k</key><value>v</value></entry></Map><At>1970-01-01T00:00:00.000Z</At><Bytes>eA==</Bytes></PublishResult>',
  );
});

test('no text can break out of its element', () => {
  expect(writeResult(SNS, { M: '<&>"\'\n\u0000\ud800' }, 'r').body).toContain(
    '<M>&lt;&amp;&gt;&quot;&apos;&#xa;\ufffd\ufffd</M>',
  );
});

test('JSON answers give times in seconds, bytes as base64 and maps as objects', () => {
  expect(
    writeResult(call('json-1.1'), { at: new Date(1500), bytes: Buffer.from('x'), map: new Map([['k', 1]]) }, 'r').body,
  ).toBe('{"at":1.5,"bytes":"eA==","map":{"k":1}}');
});

describe('an empty success', () => {
  test.each([
    ['json-1.0', '{}'],
    ['json-1.1', '{}'],
    ['rest-json', '{}'],
    ['rest-xml', ''],
    [
      'query',
      '<DoResponse><DoResult></DoResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DoResponse>',
    ],
    ['ec2-query', '<DoResponse><requestId>r</requestId></DoResponse>'],
  ] as const)('in %s', (protocol, body) => {
    expect(writeResult(call(protocol), undefined, 'r')).toMatchObject({ status: 200, body });
  });

  test('in rpc-v2-cbor', () => {
    const { headers, body } = writeResult(call('rpc-v2-cbor'), undefined, 'r');
    expect(headers).toMatchObject({ 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' });
    expect(readCbor(body as Uint8Array)).toEqual({});
  });
});

describe('an error', () => {
  test.each([
    ['json-1.1', '{"__type":"NotFound","message":"no <such> thing"}'],
    ['rest-json', '{"message":"no <such> thing"}'],
    [
      'rest-xml',
      '<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code><Message>no &lt;such&gt; thing</Message></Error><RequestId>r</RequestId></ErrorResponse>',
    ],
    [
      'query',
      '<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code><Message>no &lt;such&gt; thing</Message></Error><RequestId>r</RequestId></ErrorResponse>',
    ],
    [
      'ec2-query',
      '<Response><Errors><Error><Code>NotFound</Code><Message>no &lt;such&gt; thing</Message></Error></Errors><RequestID>r</RequestID></Response>',
    ],
  ] as const)('in %s', (protocol, body) => {
    expect(writeFault(call(protocol), fault, 'r')).toMatchObject({ status: 400, body });
  });

  test('of S3 has its own root', () => {
    expect(writeFault(call('rest-xml', 's3'), fault, 'r').body).toBe(
      '<Error><Code>NotFound</Code><Message>no &lt;such&gt; thing</Message><RequestId>r</RequestId></Error>',
    );
  });

  test('in JSON is named in a header too, where REST clients look for it', () => {
    expect(writeFault(call('rest-json'), fault, 'r').headers).toMatchObject({ 'x-amzn-errortype': 'NotFound' });
  });

  test('of the service itself is the receiver’s', () => {
    expect(writeFault(SNS, new Fault('InternalError', '', 500), 'r').body).toContain('<Type>Receiver</Type>');
  });
});
