import { expect, test } from 'vitest';
import { fateOf, isMissing, remoteProblem } from '../../../../src/bus/remote/failure.ts';
import { loadSdk, missingPackage } from '../../../../src/bus/remote/sdk.ts';
import { Problem } from '../../../../src/problem.ts';

function failure(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

const refusal = (name: string, message = 'No.') =>
  failure(name, message, { $fault: 'client', $metadata: { httpStatusCode: 400 } });

test.for([
  [refusal('ExpiredTokenException'), 'ENVIRONMENT_MISSING', 'the credentials have expired, wanted new ones'],
  [
    refusal('UnrecognizedClientException'),
    'ENVIRONMENT_MISSING',
    'the credentials are not known there (UnrecognizedClientException)',
  ],
  [
    refusal('AccessDeniedException', 'User is not authorized to perform events:PutRule.'),
    'ENVIRONMENT_MISSING',
    'the credentials do not allow it: User is not authorized to perform events:PutRule',
  ],
  [
    failure('CredentialsProviderError', 'Could not load credentials from any providers'),
    'ENVIRONMENT_MISSING',
    'there are no credentials, wanted AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  ],
  [
    refusal('ThrottlingException', 'Rate exceeded'),
    'ENVIRONMENT_MISSING',
    'http://bus goes on refusing for now (ThrottlingException)',
  ],
  [
    failure('Error', 'connect ECONNREFUSED 127.0.0.1:1', { code: 'ECONNREFUSED' }),
    'ENVIRONMENT_MISSING',
    'http://bus cannot be reached (ECONNREFUSED)',
  ],
  [
    failure('Error', 'read ECONNRESET', { code: 'ECONNRESET' }),
    'ENVIRONMENT_MISSING',
    'the connection to http://bus was lost (ECONNRESET)',
  ],
  [
    failure('SyntaxError', 'Unexpected token \'<\', "<html>" is not valid JSON', { $metadata: {} }),
    'ENVIRONMENT_MISSING',
    'http://bus does not answer as AWS does',
  ],
  [
    refusal('InvalidEventPatternException', 'Event pattern is not valid.'),
    'CONFIG_INVALID',
    'Event pattern is not valid (InvalidEventPatternException)',
  ],
] as const)('%s is worded for a person who can mend it', ([error, code, words]) => {
  const problem = remoteProblem('make the bus', error, 'http://bus');
  expect(problem.message).toBe(`Cannot make the bus: ${words}`);
  expect(problem.code).toBe(code);
  expect(problem.cause).toBe(error);
});

test('what is not of AWS is thrown as it is, because it is a defect', () => {
  const defect = new TypeError('x is undefined');
  expect(() => remoteProblem('make the bus', defect)).toThrow(defect);
});

test('an answer that never came leaves open whether the request was carried out', () => {
  expect(fateOf(failure('TimeoutError', 'socket timed out'))).toBe('unknown');
  expect(fateOf(failure('Error', 'socket hang up', { code: 'ECONNRESET' }))).toBe('unknown');
  expect(fateOf(failure('Error', 'getaddrinfo ENOTFOUND', { code: 'ENOTFOUND' }))).toBe('unreached');
  expect(fateOf(failure('ServiceUnavailable', '', { $metadata: { httpStatusCode: 503 } }))).toBe('throttled');
});

test.for([
  'ResourceNotFoundException',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'StateMachineDoesNotExist',
])('a clean-up takes %s for what it wants', (name) => {
  expect(isMissing(refusal(name))).toBe(true);
});

test('a client whose package is not installed is asked for by its name', async () => {
  const absent = failure('Error', "Cannot find package '@aws-sdk/client-sqs'", { code: 'ERR_MODULE_NOT_FOUND' });
  const problem = missingPackage(absent, '@aws-sdk/client-sqs');
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message:
      'Cannot speak to AWS: "@aws-sdk/client-sqs" is not installed, wanted "npm install --save-dev @aws-sdk/client-sqs"',
  });
  expect(typeof (await loadSdk('sqs'))).toBe('function');
});
