import { expect, test } from 'vitest';
import { rehearsed } from './rehearsed.ts';

// Handlers saw TZ=:UTC in their environment, and dates in the zone of whoever ran them.
test('dates in a consumer are in UTC as on Lambda, and the zone is put back', async () => {
  process.env['TZ'] = 'Asia/Kolkata';
  expect(new Date(2026, 0, 15).toISOString()).toBe('2026-01-14T18:30:00.000Z');
  let seen: unknown;
  await rehearsed(() => {
    seen = [
      new Date('2026-01-15T09:30:00').toISOString(),
      new Date(2026, 0, 15).getTimezoneOffset(),
      new Intl.DateTimeFormat().resolvedOptions().timeZone,
      process.env['TZ'],
    ];
  });
  expect(seen).toEqual(['2026-01-15T09:30:00.000Z', 0, 'UTC', ':UTC']);
  expect(process.env['TZ']).toBe('Asia/Kolkata');
  expect(new Date(2026, 0, 15).toISOString()).toBe('2026-01-14T18:30:00.000Z');
});
