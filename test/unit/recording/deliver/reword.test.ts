import { expect, test } from 'vitest';
import { renamed, shifted } from '../../../../src/recording/deliver/reword.ts';
import type { Delivery } from '../../../../src/timeline/timeline.ts';
import { event } from '../capture/said.ts';

function delivery(id: string, detail: Readonly<Record<string, unknown>> = {}): Delivery {
  const at = Date.parse('2026-01-15T09:30:01Z');
  return { at, emittedAt: at - 1_000, event: { ...event(id), detail }, reaches: 'enabled', faults: [] };
}

test('what is shifted happens later in every member that says when, to the second', () => {
  const { at, emittedAt, event: later } = shifted(delivery('e', { eventTime: '2026-01-15T09:29:59Z' }), 61_500);
  expect([at - Date.parse('2026-01-15T09:30:01Z'), at - emittedAt]).toEqual([61_500, 1_000]);
  expect([later.time, later.detail['eventTime']]).toEqual(['2026-01-15T09:31:01Z', '2026-01-15T09:31:00Z']);
});

test('new ids look like ids, and what bore the same one bears the same one again', () => {
  const rename = renamed('key');
  const detail = { eventID: 'r-1', requestID: 'q-1', sharedEventID: 's-1' };
  const [first, second, other] = [delivery('e-1', detail), delivery('e-1', detail), delivery('e-2', detail)].map(
    rename,
  );
  expect(first).toEqual(second);
  expect(first!.event.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(first!.event.id).not.toBe(other!.event.id);
  expect(first!.event.detail['requestID']).toBe(other!.event.detail['requestID']);
  expect(Object.values(first!.event.detail)).not.toContain('q-1');
  expect(renamed('other key')(delivery('e-1', detail))).not.toEqual(first);
});
