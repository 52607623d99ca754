import { expect, test } from 'vitest';
import { project, push } from './project.ts';

const ONCE = 'event: { pattern: { detail-type: [ECR Image Action] }, times: 1 }';
const INVOKED = 'consumer: deployer\n    invoked: 1';
const RULES = "{ pushes: { pattern: { 'detail-type': ['ECR Image Action'] }, targets: ['deployer'] } }";

test.concurrent('a configuration that ends the process ends neither the run nor its own scenario in silence', async () => {
  using folder = project({
    'scenarios/bad/push.yaml': push(ONCE),
    'scenarios/bad/ecreplay.config.ts': 'process.exit(0)',
    'scenarios/good/push.yaml': push(ONCE),
  });
  const { status, stdout, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toMatch(/CONFIG_INVALID: .*it calls process.exit\(0\), which would end the whole run/);
  expect(stdout).toContain('✓ scenarios/good/push.yaml');
  expect(status).toBe(2);
});

test.concurrent('a process that ends before its report is a defect, whatever code it ends with', async () => {
  using folder = project({
    'scenarios/push.yaml': push(ONCE),
    'ecreplay.config.ts': 'setImmediate(() => process.exit(0)); export default {};',
  });
  const { status, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toContain('The process ended before its work was done');
  expect(status).toBe(70);
});

test.concurrent('what a configuration leaves running does not hold up the end', async () => {
  using folder = project({
    'scenarios/push.yaml': push(ONCE),
    'ecreplay.config.ts': 'setInterval(() => {}, 1000); export default {};',
  });
  expect((await folder.ecreplay(['run'])).status).toBe(0);
});

test.concurrent.for(['commonjs', 'module'])(
  'in a package of type %s a configuration imports TypeScript by the name it will have, enums and all',
  async (type) => {
    using folder = project({
      'package.json': `{ "type": "${type}" }`,
      'scenarios/push.yaml': push(INVOKED),
      'src/name.ts': "export enum Name { deployer = 'src/deployer.ts#handler' }",
      'src/deployer.ts': 'export const handler = async (): Promise<void> => {};',
      'ecreplay.config.ts': `import { Name } from './src/name.js';
export default { rules: ${RULES}, consumers: { deployer: { handler: Name.deployer } } };`,
    });
    const { status, stderr } = await folder.ecreplay(['run']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  },
);

test.concurrent.for([
  ['ts', 'const handler: string = "a.js#handler";'],
  ['js', 'const handler = require("node:path").basename("/x/a.js#handler");'],
])('a configuration in CommonJS and .%s is read', async ([extension, line]) => {
  using folder = project({
    'package.json': '{ "type": "commonjs" }',
    'scenarios/push.yaml': push(INVOKED),
    'a.js': 'exports.handler = async () => {};',
    [`ecreplay.config.${extension}`]: `${line}\nmodule.exports = { rules: ${RULES}, consumers: { deployer: { handler } } };`,
  });
  const { status, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test.concurrent('a configuration that is no TypeScript is refused at the line', async () => {
  using folder = project({
    'scenarios/push.yaml': push(ONCE),
    'ecreplay.config.ts': 'const a = 1;\nexport default {{;',
  });
  const { status, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toMatch(/CONFIG_INVALID: .*SyntaxError[^]*❯ ecreplay\.config\.ts:2:/);
  expect(status).toBe(2);
});

test.concurrent.for([
  [['run', '--config', 'scenarios'], 'it is a folder, wanted a file such as "ecreplay.config.ts"'],
  [['run', '--config', 'package.json'], 'it is neither JavaScript nor TypeScript'],
  [['run', 'package.json'], 'Cannot read "package.json" as a scenario: it is no YAML file'],
] as const)('the command line %j is refused in a sentence', async ([args, sentence]) => {
  using folder = project({ 'scenarios/push.yaml': push(ONCE) });
  const { status, text } = await folder.ecreplay(args);
  expect(text).toContain(sentence);
  expect(status).toBe(2);
});
