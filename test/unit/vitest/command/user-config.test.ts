import { expect, test } from 'vitest';
import { config, project, push } from '../../cli/project.ts';

const PLUGIN = new URL('../../../../src/vitest/index.ts', import.meta.url).pathname;

function vitestConfig(options = '', more = ''): string {
  return `import { defineConfig } from 'vitest/config';
import { ecreplay } from '${PLUGIN}';
export default defineConfig({ plugins: [ecreplay(${options})], ${more} });
`;
}

const KEPT = 'event: { pattern: { detail-type: [ECR Image Action] }, times: 1 }';
const OTHER_TEST = "import { test } from 'vitest';\ntest('something else', () => {});\n";

test.concurrent('the plugin adds scenarios to the tests of a user and takes none away', async () => {
  using folder = project({
    'vitest.config.ts': vitestConfig(),
    'scenarios/push.yaml': push(KEPT),
    'scenarios/invalid/bad.yaml': '',
    'other.test.ts': OTHER_TEST,
  });
  const { status, stdout } = await folder.vitest(['run']);
  expect(stdout).toContain('✓ scenarios/push.yaml');
  expect(stdout).toContain('✓ other.test.ts');
  expect(stdout).toContain('Tests  2 passed');
  expect(status).toBe(0);
});

test.concurrent("a user's own include and the plugin's add up", async () => {
  using folder = project({
    'vitest.config.ts': vitestConfig("{ include: ['flows/*.yaml'] }", "test: { include: ['checks/*.ts'] }"),
    'flows/push.yaml': push(KEPT),
    'checks/one.ts': OTHER_TEST,
    'other.test.ts': OTHER_TEST,
  });
  const { stdout } = await folder.vitest(['list']);
  expect(stdout.trim().split('\n').toSorted()).toEqual([
    'checks/one.ts > something else',
    'flows/push.yaml > push: A push is told.',
  ]);
});

test.concurrent('a listed scenario stands at its description, and that place runs it alone', async () => {
  using folder = project({
    'vitest.config.ts': vitestConfig(),
    'scenarios/push.yaml': push(KEPT),
    'scenarios/other.yaml': push(KEPT),
  });
  const { stdout } = await folder.vitest(['list', '--json', '--static-parse', '--includeTaskLocation']);
  expect(JSON.parse(stdout)).toContainEqual(
    expect.objectContaining({
      name: 'push: A push is told.',
      location: expect.objectContaining({ line: 2 }) as unknown,
    }),
  );
  const one = await folder.vitest(['run', 'scenarios/push.yaml:2']);
  expect(one.stdout).toContain('Tests  1 passed (1)');
});

test.concurrent('the seed and the profile of the plugin hold, and its report repeats them', async () => {
  using folder = project({
    'vitest.config.ts': vitestConfig("{ seed: 11, profile: 'documented' }"),
    'scenarios/push.yaml': push('event: { pattern: { detail-type: [ECR Image Scan] } }'),
  });
  const { status, stderr } = await folder.vitest(['run']);
  expect(stderr).toContain('again: npx ecreplay run scenarios/push.yaml --seed 11 --profile documented');
  expect(status).toBe(1);
});

test.concurrent('handlers are found by the aliases of the user', async () => {
  using folder = project({
    'vitest.config.ts': vitestConfig('', "resolve: { alias: { '@words': `${import.meta.dirname}/words.ts` } }"),
    'scenarios/push.yaml': push('consumer: deployer\n    returned: deployed'),
    'ecreplay.config.ts': config(),
    'deployer.ts': "import { word } from '@words';\nexport function handler(): string { return word; }\n",
    'words.ts': "export const word: string = 'deployed';\n",
  });
  const { status } = await folder.vitest(['run']);
  expect(status).toBe(0);
});

test.concurrent('scenarios run isolated, too, and in child processes', async () => {
  using folder = project({
    'vitest.config.ts': vitestConfig('', "test: { pool: 'forks', isolate: true }"),
    'scenarios/a.yaml': push('consumer: deployer\n    invoked: 1'),
    'scenarios/b.yaml': push('consumer: deployer\n    invoked: 1'),
    'ecreplay.config.ts': config(),
    'deployer.ts': 'export function handler(): void {}\n',
  });
  const { status, stdout } = await folder.vitest(['run']);
  expect(stdout).toContain('Tests  2 passed');
  expect(status).toBe(0);
});
