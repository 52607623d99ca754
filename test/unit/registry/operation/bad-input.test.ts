import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../../../src/registry/operations.ts';
import { ask, furnished, stateOf } from './furnished.ts';
import { requests } from './requests.ts';
import { memberCount, spoilings } from './spoil.ts';

describe.each(Object.keys(OPERATIONS))('%s', (operation) => {
  const { ledger, uploadId, backfillId } = furnished();
  const good = requests(uploadId, backfillId)[operation] ?? {};
  const before = stateOf(ledger);
  const all = spoilings(operation, good);

  test('refuses every request with a member that is missing, mistyped or oversize, in its own words, and stays as it was', () => {
    for (const { what, value, code } of all) {
      const { failure, changes, request } = ask(ledger, operation, value);
      expect({ what, code: failure?.code }).toEqual({ what, code });
      expect(changes).toEqual([]);
      // The trail shows the request as it came.
      expect(request).toBe(value);
      if (code === 'InvalidParameterException')
        expect(failure?.message).toMatch(/^Invalid parameter at '[A-Za-z.0-9]+' failed to satisfy constraint: '.+'$/s);
    }
    expect(stateOf(ledger)).toEqual(before);
    expect(all.length).toBeGreaterThanOrEqual(memberCount(operation));
  });

  test('takes no notice of a member that it does not know', () => {
    const { ledger: other, ...ids } = furnished();
    const request = requests(ids.uploadId, ids.backfillId)[operation] ?? {};
    const call = ask(other, operation, { ...request, colour: 'green', shades: [{ deep: true }] });
    expect(call.failure).toBeUndefined();
    expect(Object.keys(call.request)).not.toContain('colour');
  });
});
