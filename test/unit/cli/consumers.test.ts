import { expect, test } from 'vitest';
import { config, project, push } from './project.ts';

const INVOKED = 'consumer: deployer\n    invoked: 1';

test.concurrent('a handler in TypeScript is called with the event, and paths of a tsconfig lead to its modules', async () => {
  using folder = project({
    'scenarios/push.yaml': push('consumer: deployer\n    returned: web:1.4.2'),
    'ecreplay.config.ts': config(),
    'tsconfig.json': '{ "compilerOptions": { "paths": { "#words/*": ["./words/*"] } } }',
    'words/joined.ts': "export function joined(...words: string[]): string { return words.join(':'); }",
    'deployer.ts': `import { joined } from '#words/joined';
interface Pushed { readonly detail: { readonly 'repository-name': string; readonly 'image-tag': string } }
export async function handler({ detail }: Pushed): Promise<string> {
  return joined(detail['repository-name'], detail['image-tag']);
}
`,
  });
  const { status, text } = await folder.ecreplay(['run', '--verbose']);
  expect(text).toContain('deployer returns "web:1.4.2"');
  expect(status).toBe(0);
});

test.concurrent('each scenario is a cold start, and nothing that a handler leaves behind reaches the next', async () => {
  const counting = `let calls = 0;
export function handler(): string {
  calls += 1;
  globalThis.leaks = (globalThis.leaks ?? 0) + 1;
  process.env['LEAKS'] = String(Number(process.env['LEAKS'] ?? 0) + 1);
  return [calls, globalThis.leaks, process.env['LEAKS']].join();
}
`;
  const scenario = push("consumer: deployer\n    returned: '1,1,1'");
  using folder = project({
    'scenarios/a.yaml': scenario,
    'scenarios/b.yaml': scenario,
    'scenarios/c.yaml': scenario,
    'ecreplay.config.ts': config(),
    'deployer.ts': counting,
  });
  const { status, text } = await folder.ecreplay(['run', '--maxWorkers=1']);
  expect(text).toContain('Tests  3 passed');
  expect(status).toBe(0);
});

test.concurrent('a consumer that says start: warm keeps its module from one scenario to the next', async () => {
  using folder = project({
    'scenarios/a.yaml': push('consumer: deployer\n    invoked: 1'),
    'scenarios/b.yaml': push('consumer: deployer\n    invoked: 1'),
    'ecreplay.config.ts': config('deployer.js#handler', ", start: 'warm'"),
    'deployer.js': 'let calls = 0;\nexport function handler() { calls += 1; console.log(`call ${calls}`); }',
  });
  const { stdout } = await folder.ecreplay(['run', '--maxWorkers=1']);
  expect(stdout.match(/call \d/g)).toEqual(['call 1', 'call 2']);
});

test.concurrent.for([
  [
    'has no such export',
    'export const handle = () => {};',
    'CONSUMER_NOT_LOADED',
    /does not export "handler", did you mean "handle"/,
    2,
  ],
  [
    'throws at import',
    "throw new Error('no table');",
    'CONSUMER_NOT_LOADED',
    /fails as it is imported: Error: no table/,
    2,
  ],
  ['has a mistake in its syntax', 'export function handler( {', 'CONSUMER_NOT_LOADED', /fails as it is imported/, 2],
  [
    'throws',
    "export function handler() { throw new TypeError('no detail'); }",
    'BROKEN',
    /no invocation of deployer throws[^]*TypeError: no detail/,
    1,
  ],
  [
    'never settles',
    'export function handler() { return new Promise(() => {}); }',
    'BROKEN',
    /no invocation of deployer throws[^]*timed out after/i,
    1,
  ],
  [
    'reaches for the network',
    "import { connect } from 'node:net';\nexport async function handler() { await new Promise((resolve) => connect(443, '203.0.113.9').on('error', resolve)); }",
    'BROKEN',
    /deployer stays off the network[^]*203\.0\.113\.9:443/,
    1,
  ],
] as const)(
  'a handler that %s is told at its place, and the scenario beside it still runs',
  async ([, handler, name, words, code]) => {
    using folder = project({
      'scenarios/consumed.yaml': push('consumer: deployer\n    threw: false'),
      'apart/scenarios/push.yaml': push(),
      'apart/package.json': '{ "private": true, "type": "module" }',
      'ecreplay.config.ts': config('deployer.ts#handler', ", timeout: '1s'"),
      'deployer.ts': handler,
    });
    const { status, stdout, stderr } = await folder.ecreplay(['run', 'scenarios', 'apart']);
    expect(stdout).toContain('✓ apart/scenarios/push.yaml');
    expect(stderr).toContain(`${name}: `);
    expect(stderr).toMatch(words);
    expect(stderr).toMatch(/❯ scenarios\/consumed\.yaml:[89]:\d+\n/);
    expect(status).toBe(code);
  },
);

test.concurrent('a consumer that the configuration lacks is refused where the scenario names it', async () => {
  using folder = project({
    'scenarios/push.yaml': push(INVOKED.replace('deployer', 'deplyer')),
    'ecreplay.config.ts': config(),
    'deployer.ts': 'export function handler(): void {}',
  });
  const { status, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toMatch(
    /CONSUMER_UNKNOWN: .*"deplyer" is not a consumer of the configuration, did you mean "deployer"/,
  );
  expect(stderr).toContain('❯ scenarios/push.yaml:8:5');
  expect(status).toBe(2);
});

test.concurrent('a configuration that throws is told at its line, and scenarios of another still run', async () => {
  using folder = project({
    'scenarios/push.yaml': push(),
    'ecreplay.config.ts': "const table: string = 'none';\nthrow new Error(`no ${table}`);\n",
    'apart/scenarios/push.yaml': push(),
    'apart/package.json': '{ "private": true, "type": "module" }',
  });
  const { status, stdout, stderr } = await folder.ecreplay(['run', 'scenarios', 'apart']);
  expect(stderr).toContain('CONFIG_INVALID: Cannot read the configuration: importing it fails with Error: no none');
  expect(stderr).toMatch(/❯ ecreplay\.config\.ts:2:7[^]*2\| throw new Error/);
  expect(stdout).toContain('✓ apart/scenarios/push.yaml');
  expect(status).toBe(2);
});

test.concurrent('a configuration with a mistake in its syntax is told at its line', async () => {
  using folder = project({
    'scenarios/push.yaml': push(),
    'ecreplay.config.ts': 'export default {\n  rules: [ }\n};\n',
  });
  const { status, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toMatch(/CONFIG_INVALID: Cannot read the configuration: importing it fails with SyntaxError: /);
  expect(stderr).toContain('❯ ecreplay.config.ts:2:');
  expect(status).toBe(2);
});

test.concurrent('--config names another configuration for all scenarios', async () => {
  using folder = project({
    'scenarios/push.yaml': push(INVOKED),
    'elsewhere/other.config.ts': config('../deployer.ts#handler'),
    'deployer.ts': 'export function handler(): void {}',
  });
  const { status } = await folder.ecreplay(['run', '--config', 'elsewhere/other.config.ts']);
  expect(status).toBe(0);
});
