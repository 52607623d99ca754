import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { Problems } from '../../../src/problem.ts';
import { findConfig, loadSetup } from '../../../src/rehearse/config.ts';

function folder(files: Readonly<Record<string, string>>): Disposable & { readonly at: (file: string) => string } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'ecreplay-config-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { at: (file) => join(path, file), [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

async function problemsOf(text: string, name = 'ecreplay.config.ts'): Promise<readonly string[]> {
  using files = folder({ [name]: text });
  try {
    await loadSetup(files.at(name));
  } catch (error) {
    if (!(error instanceof Problems)) throw error;
    expect(error.problems.every(({ place }) => place?.file === files.at(name))).toBe(true);
    return error.problems.map(({ code, message, place }) => `${place?.line}:${place?.column} ${code} ${message}`);
  }
  return [];
}

test('the nearest configuration above a folder holds', () => {
  using files = folder({ 'ecreplay.config.mjs': '', 'a/ecreplay.config.ts': '', 'a/b/c/x.yaml': '', 'd/x.yaml': '' });
  expect(findConfig(files.at('a/b/c'))).toBe(files.at('a/ecreplay.config.ts'));
  expect(findConfig(files.at('d'))).toBe(files.at('ecreplay.config.mjs'));
});

test.for(['package.json', '.git'])('a configuration above the folder that holds %s belongs to somebody else', (end) => {
  using files = folder({ 'ecreplay.config.ts': '', [`a/${end}`]: '', 'a/b/x.yaml': '' });
  expect(findConfig(files.at('a/b'))).toBeUndefined();
});

test('rules and consumers are read, and handlers are found from the folder of the file', async () => {
  using files = folder({
    'ecreplay.config.ts': `const name = 'deployer';
export default {
  rules: { pushes: { pattern: { source: ['aws.ecr'] }, targets: [name] } },
  consumers: { [name]: { handler: 'src/deployer.ts#handler', timeout: '10s', memorySize: 256, environment: { A: 'b' }, start: 'warm', answers: { 'ecs:UpdateService': { error: { code: 'X', message: 'y' } } } } },
};`,
  });
  expect(await loadSetup(files.at('ecreplay.config.ts'))).toEqual({
    rules: [
      {
        name: 'pushes',
        pattern: { source: ['aws.ecr'] },
        targets: [{ consumer: 'deployer' }],
      },
    ],
    consumers: { deployer: expect.objectContaining({ handler: 'src/deployer.ts#handler', start: 'warm' }) as unknown },
    root: files.at('.'),
  });
});

test('what is declared besides rules and consumers is read, the files of state machines too', async () => {
  const definition = '{ "StartAt": "Done", "States": { "Done": { "Type": "Succeed" } } }';
  using files = folder({
    'ecreplay.config.ts': `export default {
  queues: { work: {} },
  stateMachines: { release: { definition: 'machines/release.asl.json' } },
};`,
    'machines/release.asl.json': definition,
  });
  expect(await loadSetup(files.at('ecreplay.config.ts'))).toMatchObject({
    resources: { queues: { work: {} }, stateMachines: { release: { definition } } },
    file: files.at('ecreplay.config.ts'),
  });
});

test('a state machine whose file is no JSON is a problem at the place in that file', async () => {
  using files = folder({
    'ecreplay.config.ts': "export default { stateMachines: { release: { definition: 'release.json' } } };",
    'release.json': '{\n  "StartAt": "Done"\n  "States": {}\n}',
  });
  await expect(loadSetup(files.at('ecreplay.config.ts'))).rejects.toMatchObject({
    problems: [
      {
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(
          /^Cannot read the definition of state machine "release": "release.json" is no JSON: /,
        ) as unknown,
        place: { file: files.at('release.json'), line: 3, column: 3 },
      },
    ],
  });
});

test('an edited configuration is read anew', async () => {
  using files = folder({ 'ecreplay.config.ts': "export default { consumers: { a: { handler: 'a.ts#a' } } };" });
  const file = files.at('ecreplay.config.ts');
  await loadSetup(file);
  writeFileSync(file, "export default { consumers: { b: { handler: 'b.ts#b' } } };");
  utimesSync(file, 1_800_000_000, 1_800_000_000);
  expect(Object.keys((await loadSetup(file)).consumers)).toEqual(['b']);
});

test.for([
  [
    'throws',
    'const a = 1;\n  throw new TypeError(`a is ${a}`);',
    '2:9 CONFIG_INVALID Cannot read the configuration: importing it fails with TypeError: a is 1',
  ],
  [
    'imports what is not there',
    "import './nowhere.ts';",
    /^1:1 CONFIG_INVALID Cannot read the configuration: importing it fails with Error: Cannot find module/,
  ],
  [
    'has no default export',
    'export const rules = {};',
    '1:1 CONFIG_INVALID Cannot read the configuration: it has no default export, wanted "export default defineConfig({ … })"',
  ],
  [
    'exports a function',
    'export default () => ({});',
    '1:1 CONFIG_INVALID Cannot use the configuration: the default export is a function, wanted an object',
  ],
  [
    'has an unknown member',
    'export default { consumer: {} };',
    '1:18 CONFIG_INVALID Cannot use the configuration: consumer is not known, did you mean "consumers"',
  ],
  [
    'has a consumer of no kind',
    "export default { consumers: { a: { start: 'warm' } } };",
    /consumers\.a does not say what it is, wanted one of handler, command, queue, url, image/,
  ],
  [
    'has a wrong timeout',
    "export default { consumers: { a: { handler: 'a#a', timeout: 3 } } };",
    /consumers\.a\.timeout is 3, wanted a length of time with its unit/,
  ],
  [
    'has too little memory',
    "export default { consumers: { a: { handler: 'a#a', memorySize: 64 } } };",
    /memorySize is 64, wanted megabytes/,
  ],
  [
    'has a number in the environment',
    "export default { consumers: { a: { handler: 'a#a', environment: { A: 1 } } } };",
    /environment\.A is 1, wanted a text/,
  ],
  [
    'starts a state machine that it declares nowhere',
    "export default {\n  rules: { pushes: { pattern: { source: ['aws.ecr'] }, targets: [{ stateMachine: 'relase' }] } },\n  stateMachines: { release: { definition: {} } },\n};",
    '2:68 CONFIG_INVALID Cannot use the configuration: rules.pushes.targets[0].stateMachine is "relase", which "stateMachines" does not declare, did you mean "release"',
  ],
  [
    'calls an API destination that it declares nowhere',
    "export default { rules: { pushes: { pattern: { source: ['aws.ecr'] }, targets: [{ apiDestination: 'hook' }] } } };",
    /targets\[0\]\.apiDestination is "hook", which "apiDestinations" does not declare$/,
  ],
  [
    'feeds a consumer that it does not have',
    "export default { consumers: { worker: { handler: 'a#a' } }, eventSources: [{ queue: 'work', consumer: 'wroker' }] };",
    /eventSources\[0\]\.consumer is "wroker", which "consumers" does not declare, did you mean "worker"$/,
  ],
  [
    'feeds a consumer from two sources at once',
    "export default { eventSources: [{ queue: 'work', stream: 'events', consumer: 'worker' }] };",
    /eventSources\[0\] has queue and stream, wanted one of queue, stream$/,
  ],
  [
    'has an unknown member in a queue',
    'export default { queues: { work: { redrve: {} } } };',
    '1:36 CONFIG_INVALID Cannot use the configuration: queues.work.redrve is not known, did you mean "redrive"',
  ],
  [
    'has a state machine whose file is not there',
    "export default { stateMachines: { release: { definition: 'release.json' } } };",
    /^1:46 CONFIG_INVALID Cannot read the definition of state machine "release": there is no file "release.json"$/,
  ],
  [
    'has an instance by a name',
    'export default { instances: { web: {} } };',
    /instances\.web is no name, wanted the id of an instance/,
  ],
  [
    'goes by no known bus',
    "export default { bus: { kind: 'localstak' } };",
    /bus\.kind is "localstak", wanted "embedded" or "localstack" or "aws"/,
  ],
  [
    'starts lukewarm',
    "export default { consumers: { a: { handler: 'a#a', start: 'lukewarm' } } };",
    /start is "lukewarm", wanted "cold" or "warm"/,
  ],
  [
    'answers with a function',
    "export default { consumers: { a: { handler: 'a#a', answers: { 'ecs:X': () => 1 } } } };",
    /answers\.ecs:X is a function, wanted JSON/,
  ],
  [
    'has a rule without targets',
    'export default { rules: { r: { pattern: {}, targets: [] } } };',
    /rules\.r\.targets is empty, wanted a list of consumers/,
  ],
  [
    'has a rule with a list for a pattern',
    "export default { rules: { r: { pattern: [], targets: ['a'] } } };",
    /rules\.r\.pattern is a list, wanted an event pattern/,
  ],
  [
    'has a rule to nobody',
    "export default { rules: { r: { pattern: { source: ['a'] }, targets: ['deplyer'] } }, consumers: { deployer: { handler: 'a#a' } } };",
    /CONSUMER_UNKNOWN .*"deplyer".*did you mean "deployer"/,
  ],
  [
    'ends the process',
    'process.exit(0);',
    '1:1 CONFIG_INVALID Cannot read the configuration: it calls process.exit(0), which would end the whole run',
  ],
  [
    'ends the process and hides it',
    'try { process.exit(0); } catch {}\nexport default {};',
    '1:1 CONFIG_INVALID Cannot read the configuration: it calls process.exit(0), which would end the whole run',
  ],
  [
    'answers a word that is no call',
    "export default { consumers: { a: { handler: 'a#a',\n  answers: { dynamodb: {} } } } };",
    '2:14 CONFIG_INVALID Cannot use the configuration: consumers.a.answers.dynamodb is no call, wanted "service:Operation", such as "ecs:UpdateService"',
  ],
  [
    'names a target twice',
    "export default { rules: { r: { pattern: { source: ['a'] },\n targets: ['a', { consumer: 'a' }] } }, consumers: { a: { handler: 'a#a' } } };",
    '2:2 CONFIG_INVALID Cannot use the configuration: rules.r.targets[1] is the same target as [0]',
  ],
  [
    'has a pattern that EventBridge refuses',
    "export default { consumers: { a: { handler: 'a#a' } }, rules: { r: {\n  pattern: { source: 'a' }, targets: ['a'] } } };",
    /^2:3 PATTERN_INVALID/,
  ],
] as const)('a configuration that %s is refused', async ([, text, wanted]) => {
  const problems = await problemsOf(text);
  expect(problems).toEqual([typeof wanted === 'string' ? wanted : expect.stringMatching(wanted)]);
});

test('all that is wrong with a configuration is told at once', async () => {
  const problems = await problemsOf('export default { rule: {}, consumers: { a: { handler: 1, start: 2 } } };');
  expect(problems).toHaveLength(3);
});

test('a configuration that is not there is told without a place', async () => {
  await expect(loadSetup('/nowhere/ecreplay.config.ts')).rejects.toMatchObject({
    problems: [{ code: 'CONFIG_NOT_FOUND', place: undefined }],
  });
});

test('a configuration that goes round in circles is stopped', async () => {
  using files = folder({ 'ecreplay.config.ts': 'const one: number = 1;\nfor (;;) one;\nexport default {};' });
  await expect(loadSetup(files.at('ecreplay.config.ts'), 200)).rejects.toMatchObject({
    problems: [
      {
        code: 'CONFIG_INVALID',
        message: 'Cannot read the configuration: it goes round in circles: it has not come back within 0.2 s',
        place: { file: files.at('ecreplay.config.ts') },
      },
    ],
  });
});

test('a configuration with an await at its top is read', async () => {
  using files = folder({
    'ecreplay.config.mjs':
      "const name = await Promise.resolve('a');\nexport default { consumers: { [name]: { handler: 'a#a' } } };",
  });
  expect(Object.keys((await loadSetup(files.at('ecreplay.config.mjs'))).consumers)).toEqual(['a']);
});

test('a configuration that never settles is refused when its time is up, and holds up nobody after it', async () => {
  using files = folder({
    'stuck.ts': 'await new Promise(() => {});\nexport default {};',
    'ecreplay.config.ts': 'export default {};',
  });
  const [stuck, next] = await Promise.allSettled([
    loadSetup(files.at('stuck.ts'), 100),
    loadSetup(files.at('ecreplay.config.ts')),
  ]);
  expect(stuck).toMatchObject({ reason: { message: expect.stringContaining('it has not settled within 0.1 s') } });
  expect(next.status).toBe('fulfilled');
});

test('a configuration may be a promise', async () => {
  using files = folder({
    'ecreplay.config.mjs': "export default Promise.resolve({ consumers: { a: { handler: 'a#a' } } });",
  });
  expect(Object.keys((await loadSetup(files.at('ecreplay.config.mjs'))).consumers)).toEqual(['a']);
});

test.for(['', 'package.json'])('"%s" instead of a configuration is refused in a sentence', async (name) => {
  using files = folder({ 'package.json': '{}' });
  await expect(loadSetup(files.at(name))).rejects.toMatchObject({
    problems: [{ code: 'CONFIG_INVALID', message: expect.stringContaining('wanted a file such as') }],
  });
});
