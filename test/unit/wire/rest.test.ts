import { expect, test } from 'vitest';
import { Fault } from '../../../src/wire/fault.ts';
import type { HttpRequest } from '../../../src/wire/http.ts';
import { modelOf } from '../../../src/wire/models.ts';
import { readCall, readTypedInput } from '../../../src/wire/read.ts';
import { writeFault, writeResult } from '../../../src/wire/write.ts';

const lambda = (await modelOf('lambda'))!;

function request(method: string, url: string, body = '', headers: Record<string, string> = {}): HttpRequest {
  return { method, url, headers, body: Buffer.from(body) };
}

function read(given: HttpRequest) {
  const call = readCall(given, 'lambda', lambda);
  return [call.operation, readTypedInput(given, call, lambda)];
}

test('path, query, headers and the body itself make the input of Invoke', () => {
  expect(
    read(
      request(
        'POST',
        '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-2%3A123456789012%3Afunction%3Adeploy/invocations?Qualifier=1',
        '{"a":1}',
        { 'x-amz-invocation-type': 'Event' },
      ),
    ),
  ).toEqual([
    'Invoke',
    {
      FunctionName: 'arn:aws:lambda:us-east-2:123456789012:function:deploy',
      Qualifier: '1',
      InvocationType: 'Event',
      Payload: '{"a":1}',
    },
  ]);
});

test('a number in the query is a number in the input, and a trailing slash makes no difference', () => {
  expect(read(request('GET', '/2015-03-31/functions/?MaxItems=2'))).toEqual(['ListFunctions', { MaxItems: 2 }]);
  expect(read(request('GET', '/2015-03-31/functions'))).toEqual(['ListFunctions', {}]);
});

test('operations with one path are told apart by what the query says', () => {
  const url = '/2019-09-30/functions/deploy/provisioned-concurrency';
  expect(read(request('GET', `${url}?List=ALL`))).toEqual([
    'ListProvisionedConcurrencyConfigs',
    { FunctionName: 'deploy' },
  ]);
  expect(read(request('GET', `${url}?Qualifier=live`))).toEqual([
    'GetProvisionedConcurrencyConfig',
    { FunctionName: 'deploy', Qualifier: 'live' },
  ]);
});

test('the members of the body stand beside those of the path', () => {
  expect(
    read(request('PUT', '/2017-10-31/functions/deploy/concurrency', '{"ReservedConcurrentExecutions":3}')),
  ).toEqual(['PutFunctionConcurrency', { FunctionName: 'deploy', ReservedConcurrentExecutions: 3 }]);
});

test.each([
  ['an operation that does not exist', request('GET', '/2015-03-31/nothing'), 'UnknownOperationException', 404],
  ['a body that is no JSON', request('PUT', '/2017-10-31/functions/f/concurrency', '{'), 'SerializationException', 400],
  [
    'an invocation of another type',
    request('POST', '/2015-03-31/functions/f/invocations', '', { 'x-amz-invocation-type': 'Later' }),
    'ValidationException',
    400,
  ],
])('%s is refused', (_, given, code, status) => {
  expect(() => read(given)).toThrow(expect.objectContaining({ code, status }) as Fault);
});

test('status, headers and payload of an answer go where HTTP carries them', () => {
  const call = readCall(request('POST', '/2015-03-31/functions/f/invocations'), 'lambda', lambda);
  expect(
    writeResult(call, { StatusCode: 202, FunctionError: 'Unhandled', Payload: Buffer.from('null') }, 'id', lambda),
  ).toEqual({
    status: 202,
    headers: expect.objectContaining({ 'x-amz-function-error': 'Unhandled' }) as Record<string, string>,
    body: Buffer.from('null'),
  });
});

test('an error has the status that the model gives it', () => {
  const call = readCall(request('GET', '/2015-03-31/functions/f'), 'lambda', lambda);
  expect(writeFault(call, new Fault('TooManyRequestsException', 'Rate exceeded'), 'id', lambda).status).toBe(429);
});
