import { expect, test } from 'vitest';
import { config, project, push } from '../../cli/project.ts';

/** Everything that a run can keep on disk from the one before. */
function files(): Readonly<Record<string, string>> {
  return {
    'scenarios/push.yaml': push('consumer: deployer\n    returned: first'),
    'ecreplay.config.ts': `import { file } from './name.ts';\n${config().replace("'deployer.ts#handler'", '`${file}#handler`')}`,
    'name.ts': "export const file = 'deployer.ts';\n",
    'deployer.ts': "import { word } from './word.ts';\nexport function handler(): string { return word; }\n",
    'word.ts': "export const word: string = 'first';\n",
  };
}

test.concurrent.for([
  ['the scenario', { 'scenarios/push.yaml': push('consumer: deployer\n    returned: second') }],
  ['the handler', { 'deployer.ts': "export function handler(): string { return 'second'; }\n" }],
  ['a module of the handler', { 'word.ts': "export const word: string = 'second';\n" }],
  ['the configuration', { 'ecreplay.config.ts': config('second.ts#handler') }],
  ['a module of the configuration', { 'name.ts': "export const file = 'second.ts';\n" }],
  ['which configuration is nearest', { 'scenarios/ecreplay.config.ts': config('../second.ts#handler') }],
] as const)('a run after an edit of %s is a run of what stands there now', async ([, edit]) => {
  using folder = project({ ...files(), 'second.ts': "export function handler(): string { return 'second'; }\n" });
  expect((await folder.ecreplay(['run'])).status).toBe(0);
  // Nothing has changed, so this one comes from Vitest's cache on disk.
  expect((await folder.ecreplay(['run'])).status).toBe(0);
  folder.write(edit);
  const { status, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toContain('BROKEN: ');
  expect(status).toBe(1);
});

test.concurrent('a watching run runs again what an edit of a handler, a scenario or a configuration touches', async () => {
  using folder = project({
    ...files(),
    'second.ts': "export function handler(): string { return 'second'; }\n",
    'apart/scenarios/push.yaml': push(),
    'apart/package.json': '{ "private": true, "type": "module" }',
  });
  const running = folder.start(['run', 'scenarios', 'apart/scenarios', '--watch']);
  expect(await running.seen('Waiting for file changes')).toContain('Tests  2 passed');

  folder.write({ 'word.ts': "export const word: string = 'second';\n" });
  const afterHandler = await running.seen('Watching for file changes');
  expect(afterHandler).toContain('RERUN  word.ts');
  // On standard output, as the rest is here: what stands on the other stream may arrive later.
  expect(afterHandler).toContain('promise broken');
  expect(afterHandler).not.toContain('apart/scenarios');

  folder.write({ 'scenarios/push.yaml': push('consumer: deployer\n    returned: second') });
  expect(await running.seen('Waiting for file changes')).toContain('✓ scenarios/push.yaml');

  folder.write({
    'ecreplay.config.ts': config('third.ts#handler'),
    'third.ts': "export function handler(): string { return 'third'; }\n",
  });
  expect(await running.seen('Watching for file changes')).toContain('promise broken');

  folder.write({ 'scenarios/new.yaml': push('consumer: deployer\n    returned: third') });
  expect(await running.seen('✓ scenarios/new.yaml')).toContain('RERUN');
  running.kill('SIGINT');
  expect((await running.ended).status).toBe(130);
});
