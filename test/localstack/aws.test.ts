import { describe } from 'vitest';
import { keepsThePromisesOfAws } from '../contract/aws.ts';
import { localStack } from './localstack.ts';

describe('LocalStack', () => {
  keepsThePromisesOfAws(localStack(process.env['ECREPLAY_LOCALSTACK']));
});
