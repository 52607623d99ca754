import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findConfig, loadSetup } from '../../../src/rehearse/config.ts';
import { rehearse } from '../../../src/rehearse/rehearse.ts';
import { readScenarioFile } from '../../../src/scenario/read-file.ts';

const FOLDER = join(import.meta.dirname, '../../../scenarios/exactly-once');
const FILE = join(FOLDER, 'duplicated-push.yaml');

async function play(change: (handler: string) => string) {
  const setup = await loadSetup(findConfig(FOLDER)!);
  const [announcer] = Object.values(setup.consumers);
  if (announcer === undefined || !('handler' in announcer)) throw new TypeError('No handler to change');
  const consumers = { announcer: { ...announcer, handler: change(announcer.handler) } };
  return await rehearse(await readScenarioFile(FILE), { ...setup, consumers });
}

test('a consumer that keeps account of events with Powertools announces a release once', async () => {
  const { findings } = await play((handler) => handler);
  expect(findings.map(({ kind }) => kind)).toEqual(['kept', 'kept', 'kept', 'kept', 'kept', 'kept']);
});

test('its unguarded twin announces it twice, which is a broken promise', async () => {
  const { findings } = await play((handler) => handler.replace('#handler', '#unguarded'));
  const broken = findings.filter(({ kind }) => kind === 'broken').map(({ claim }) => claim);
  expect(broken).toContain('announcer calls sns:Publish exactly once');
});
