import { expect, test } from 'vitest';
import { config, project, push } from './project.ts';

test('consumers of a run are in UTC, wherever the shell is', async () => {
  process.env['TZ'] = 'America/New_York';
  using folder = project({
    'scenarios/push.yaml': push("consumer: deployer\n    returned: '2026-01-15T09:30:00.000Z 0 UTC'"),
    'ecreplay.config.ts': config('deployer.js#handler'),
    'deployer.js': `export function handler() {
  const date = new Date('2026-01-15T09:30:00');
  return [date.toISOString(), date.getTimezoneOffset(), new Intl.DateTimeFormat().resolvedOptions().timeZone].join(' ');
}
`,
  });
  const { status, text } = await folder.ecreplay(['run']);
  expect(text).toContain('kept');
  expect(status).toBe(0);
});
