import * as sdk from '@aws-sdk/client-ecr';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../../src/scenario/error-codes.ts';
import { OPERATION_NAMES } from '../../../src/scenario/operation-names.ts';

test('the operations are those of the SDK client', () => {
  const commands = Object.keys(sdk).filter((name) => /^[A-Z].*Command$/.test(name));
  expect(commands.length).toBeGreaterThan(50);
  expect(OPERATION_NAMES).toEqual(commands.map((name) => name.slice(0, -'Command'.length)).toSorted());
});

test('every error of the SDK client is a code we know', () => {
  const errors = Object.entries(sdk)
    .filter(([, value]) => typeof value === 'function' && value.prototype instanceof sdk.ECRServiceException)
    .map(([name]) => name);
  expect(errors.length).toBeGreaterThan(40);
  expect(errors.filter((name) => !ERROR_CODES.includes(name))).toEqual([]);
});

test('every reason that a batch names for a failure is a code we know', () => {
  const reasons = [...Object.values(sdk.ImageFailureCode), ...Object.values(sdk.LayerFailureCode)];
  expect(reasons.filter((name) => !ERROR_CODES.includes(name))).toEqual([]);
});
