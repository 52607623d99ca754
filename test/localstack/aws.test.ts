import { describe, test } from 'vitest';
import { keepsThePromisesOfAws } from '../contract/aws.ts';
import { localStack } from './localstack.ts';

const endpoint = process.env['ECREPLAY_LOCALSTACK'];

describe('LocalStack', () => {
  if (endpoint === undefined) {
    test('keeps the promises of AWS', ({ skip }) =>
      skip('no LocalStack: set ECREPLAY_LOCALSTACK to the endpoint of localstack/localstack:4.14.0'));
  } else {
    keepsThePromisesOfAws(localStack(endpoint));
  }
});
