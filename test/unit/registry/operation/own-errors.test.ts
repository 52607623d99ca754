import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../../../src/registry/operations.ts';
import { type ErrorCase, ERRORS } from './errors.ts';
import { ask, furnished, stateOf } from './furnished.ts';
import { requests } from './requests.ts';

const cases = Object.entries(ERRORS).flatMap(([operation, errors]) =>
  errors.map((each): [string, string, ErrorCase] => [operation, each.code, each]),
);

describe.each(cases)('%s refuses with %s', (operation, code, { request, words, before }) => {
  test('in the words of ECR, and leaves everything as it was', () => {
    const { ledger, ...ids } = furnished();
    before?.(ledger);
    const standing = stateOf(ledger);
    const { failure, response } = ask(ledger, operation, typeof request === 'function' ? request(ids) : request);
    expect(failure).toEqual({
      code,
      message: typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words),
    });
    expect(response).toBeUndefined();
    expect(stateOf(ledger)).toEqual(standing);
  });
});

test.each(Object.keys(OPERATIONS))('%s is not acted out for somebody without permission', (operation) => {
  const { ledger, ...ids } = furnished();
  const standing = stateOf(ledger);
  ledger.refusal = { code: 'AccessDenied', early: true, meets: () => true, message: () => 'not authorized' };
  const { failure, response } = ask(ledger, operation, requests(ids.uploadId, ids.backfillId)[operation]);
  expect(failure).toEqual({ code: 'AccessDenied', message: 'not authorized', early: true });
  expect(response).toBeUndefined();
  expect(stateOf(ledger)).toEqual(standing);
});
