import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { project } from './project.ts';

const TAGS = `export const handler = async (event) => event.detail['image-tag'].toUpperCase();\n`;

/** The SDK is not installed where the handler is. */
const SSM = pathToFileURL(createRequire(import.meta.url).resolve('@aws-sdk/client-ssm')).href;

/** Looks whether it has seen the event, and only then does what it is for: two at once both have not. */
const RACE = `import { GetParameterCommand, PutParameterCommand, SSMClient } from '${SSM}';

const client = new SSMClient({});

export async function handler(event) {
  const Name = '/seen/' + event.id;
  const seen = await client.send(new GetParameterCommand({ Name })).catch(() => undefined);
  if (seen !== undefined) return 'seen';
  await client.send(new PutParameterCommand({ Name, Value: 'yes', Type: 'String', Overwrite: true }));
  return 'deployed';
}
`;

const ONCE = `export function deploysOnce({ arrivals }) {
  const deployed = arrivals.flatMap(({ delivery, invocations }) =>
    invocations.flatMap(({ outcome }) => (outcome.value === 'deployed' ? [delivery.event.id] : [])),
  );
  if (new Set(deployed).size < deployed.length) throw new Error('an event is deployed twice');
}
export const never = () => false;
`;

const IMAGES = '{"source":["aws.ecr"],"detail-type":["ECR Image Action"]}';
const CONFIG = `export default {
  rules: { images: { pattern: ${IMAGES}, targets: ['deployer', 'broken'] } },
  consumers: { deployer: { handler: 'tags.mjs#handler' }, broken: { handler: 'nowhere.mjs#handler' } },
};
`;

test('a handler without a configuration is explored, and what is found is written as a scenario that fails the same way', async () => {
  using folder = project({ 'src/tags.mjs': TAGS });
  const { status, stdout } = await folder.ecreplay(['explore', 'src/tags.mjs#handler', '-o', 'scenarios/found.yaml']);
  expect(stdout).toContain('tags throws TypeError: ');
  expect(stdout).toContain('src/tags.mjs:1:');
  expect(stdout).toContain('written: scenarios/found.yaml, scenarios/ecreplay.config.ts');
  expect(status).toBe(1);
  expect(folder.read('scenarios/found.yaml')).toContain('\nsteps:\n  - ');

  const run = await folder.ecreplay(['run', 'scenarios/found.yaml']);
  expect(run.text).toContain('BROKEN: no invocation of tags throws');
  expect(run.text).toContain('TypeError');
  expect(run.status).toBe(1);
});

test('a race of two deliveries at once is found by an invariant, and its file races the same way', async () => {
  using folder = project({ 'race.mjs': RACE, 'src/invariants.mjs': ONCE });
  const args = ['explore', 'race.mjs#handler', '--rule', IMAGES, '--invariant', 'src/invariants.mjs#deploysOnce'];
  const { status, stdout } = await folder.ecreplay([...args, '-o', 'scenarios/race.yaml']);
  expect(stdout).toContain('the invariant ../src/invariants.mjs#deploysOnce does not hold: an event is deployed twice');
  expect(status).toBe(1);
  const file = folder.read('scenarios/race.yaml');
  expect(file).toContain('overlap:');
  expect(file.match(/^ {2}- (push|scan|delete|archive)/gm)).toHaveLength(1);

  const run = await folder.ecreplay(['run', 'scenarios/race.yaml']);
  expect(run.text).toContain('BROKEN: the invariant ../src/invariants.mjs#deploysOnce holds');
  expect(run.text).toContain('an event is deployed twice');
  expect(run.status).toBe(1);
});

test('of a configuration one consumer is explored, and what is wrong with others is no matter', async () => {
  using folder = project({ 'ecreplay.config.mjs': CONFIG, 'tags.mjs': TAGS });
  const { status, stdout } = await folder.ecreplay(['explore', 'deployer', '--json']);
  const { found, tried, seed, breach, scenario } = JSON.parse(stdout) as Record<string, unknown>;
  expect({ found, seed }).toEqual({ found: true, seed: 1 });
  expect(tried).toBeGreaterThan(0);
  expect(breach).toMatchObject({ sentence: expect.stringContaining('deployer throws TypeError') as string });
  expect(scenario).toContain('- consumer: deployer');
  expect(status).toBe(1);
});

test('what cannot be written is told all the same', async () => {
  using folder = project({ 'tags.mjs': TAGS, 'a-file': 'in place of a folder' });
  const { status, stdout, text } = await folder.ecreplay(['explore', 'tags.mjs#handler', '-o', 'a-file/found.yaml']);
  expect(stdout).toContain('tags throws TypeError: ');
  expect(stdout).toContain('\nsteps:\n');
  expect(stdout).not.toContain('written');
  expect(text).toContain('FILE_NOT_WRITTEN\nCannot write "a-file/found.yaml": ');
  expect(status).toBe(2);
});

test('of a sound consumer is told what it was tried with', async () => {
  using folder = project({ 'sound.mjs': 'export const handler = () => 1;\n' });
  const { status, stdout } = await folder.ecreplay(['explore', 'sound.mjs#handler', '--runs', '300', '--seed', '3']);
  expect(stdout).toMatch(/^Nothing found in 300 scenarios with \d+ invocations, seed 3\n/);
  expect(stdout).toContain('ECR Image Action');
  expect(stdout).toContain('duplicate');
  expect(status).toBe(0);
});

test('a consumer that no event reaches is a finding, not a success', async () => {
  using folder = project({ 'sound.mjs': 'export const handler = () => 1;\n' });
  const rule = '{"source":["aws.ecr"],"detail-type":["ECR Image Action"],"resources":["never"]}';
  const args = ['explore', 'sound.mjs#handler', '--runs', '50', '--rule', rule, '-o', 'found.yaml'];
  const { status, stdout } = await folder.ecreplay(args);
  expect(stdout).toContain('sound is never invoked');
  expect(status).toBe(1);
  const run = await folder.ecreplay(['run', 'found.yaml']);
  expect(run.text).toContain('BROKEN: sound is invoked');
});

describe('a handler that is no better than that is told of at its place', () => {
  const handlers = `const circle = {};
circle.itself = circle;
export const hangs = () => new Promise(() => {});
export const loops = () => { for (;;); };
export const exits = () => process.exit(0);
export const circles = () => circle;
export const throwsNothing = () => { throw undefined; };
export const leaks = () => { setTimeout(() => { throw new Error('much later'); }, 1); };
`;

  test.for([
    ['hangs', 'does not end within 3000 ms'],
    ['loops', 'does not end within 3000 ms'],
    ['exits', 'throws Runtime.ExitError: The process exited with status 0'],
    ['circles', 'throws Runtime.MarshalError: '],
    ['throwsNothing', 'throws undefined: undefined'],
    ['leaks', 'leaves something running that fails with Error: much later'],
  ] as const)('%s', { timeout: 90_000 }, async ([name, words]) => {
    using folder = project({ 'handlers.mjs': handlers });
    const { status, stdout } = await folder.ecreplay(['explore', `handlers.mjs#${name}`, '--rule', IMAGES]);
    expect(stdout).toContain(`handlers ${words}`);
    expect(status).toBe(1);
  });

  test('one that does not end, held to contracts', { timeout: 90_000 }, async () => {
    using folder = project({ 'handlers.mjs': handlers });
    const args = ['explore', 'handlers.mjs#hangs', '--contract', 'idempotent', '--runs', '50', '--rule', IMAGES];
    const { status, stdout } = await folder.ecreplay(args);
    expect(stdout).toContain('handlers does not end within 3000 ms');
    expect(status).toBe(1);
  });

  test('one that is quiet about it, in a thread that nothing can stop', { timeout: 90_000 }, async () => {
    using folder = project({ 'late.mjs': 'export const handler = async () => { await null; for (;;); };\n' });
    const { status, stdout } = await folder.ecreplay(['explore', 'late.mjs#handler', '--rule', IMAGES]);
    expect(stdout).toContain('late keeps its thread busy for ever');
    expect(stdout).toContain('steps:');
    expect(status).toBe(1);
  });

  test('one that prints without an end, or changes its event, is otherwise sound', async () => {
    const handler = `export function handler(event) {
  for (let line = 0; line < 64; line += 1) console.log('x'.repeat(1024 * 1024));
  event.detail = null;
  delete event.id;
}
`;
    using folder = project({ 'loud.mjs': handler });
    const { status, stdout } = await folder.ecreplay(['explore', 'loud.mjs#handler', '--runs', '50', '--rule', IMAGES]);
    expect(stdout).toContain('Nothing found in 50 scenarios');
    expect(stdout.length).toBeLessThan(1_000);
    expect(status).toBe(0);
  });
});

describe('bad input is refused with a sentence', () => {
  test.for([
    [['nobody'], 'CONSUMER_UNKNOWN\nCannot explore: "nobody" is not a consumer of the configuration'],
    [['nowhere.mjs#handler'], 'CONSUMER_NOT_LOADED\nCannot load consumer "nowhere": there is no file "nowhere.mjs"'],
    [['deployer', '--runs', '0'], 'wanted a whole number above zero'],
    [['deployer', '--for', 'ever'], 'wanted a length of time with its unit'],
    [['deployer', '--rule', '{}'], 'Cannot use "--rule" with "deployer"'],
    [['tags.mjs#handler', '--rule', '{"source":"aws.ecr"}'], 'PATTERN_INVALID'],
    [['tags.mjs#handler', '--rule', 'no json'], 'PATTERN_INVALID'],
    [['tags.mjs#handler', '--config', 'ecreplay.config.mjs'], 'Cannot use "--config" with "tags.mjs#handler"'],
    [['deployer', '--invariant', 'invariants.mjs#nothing'], 'Cannot load invariant "./invariants.mjs#nothing"'],
    [['deployer', '-o', 'tags.mjs'], 'Cannot write "tags.mjs": there is a file already'],
  ] as const)('%s', async ([args, words]) => {
    using folder = project({ 'ecreplay.config.mjs': CONFIG, 'tags.mjs': TAGS, 'invariants.mjs': ONCE });
    const { status, stderr, stdout } = await folder.ecreplay(['explore', ...args]);
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(folder.read('tags.mjs')).toBe(TAGS);
  });
});
