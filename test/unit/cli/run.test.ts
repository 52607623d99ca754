import { readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { config, project, push } from './project.ts';

const KEPT = '{ event: { pattern: { detail-type: [ECR Image Action] }, times: 1 } }'.slice(2, -2);
const BROKEN = 'event: { pattern: { detail-type: [ECR Image Scan] }, times: 2 }';

test.concurrent('a scenario whose promises are kept ends with 0 and is a line that counts them', async () => {
  using folder = project({ 'scenarios/good.yaml': push(KEPT, KEPT) });
  const { status, stdout } = await folder.ecreplay(['run']);
  expect(stdout).toMatch(/^ ✓ scenarios\/good\.yaml  2 promises kept  \d+ms$/m);
  expect(stdout).not.toContain('an event that matches');
  expect(status).toBe(0);
});

test.concurrent('--verbose names each promise and tells what happened, also where all is well', async () => {
  using folder = project({ 'scenarios/good.yaml': push(KEPT) });
  const { status, stdout } = await folder.ecreplay(['run', '--verbose']);
  expect(stdout).toContain('kept    an event that matches');
  expect(stdout).toMatch(/^ {5}09:30:00\.000 {2}step 1: push web:1\.4\.2, \d+ API calls; AWS says \d+ events/m);
  expect(status).toBe(0);
});

test.concurrent('a broken promise tells how it came to that, within 80 columns, with its turn marked', async () => {
  using folder = project({
    'scenarios/bad.yaml': push('{ consumer: deployer, returned: done }'),
    'ecreplay.config.ts': config(),
    'deployer.ts': "export function handler() { return 'nothing'; }\n",
  });
  const { stdout, stderr, status } = await folder.ecreplay(['run']);
  expect(stdout).toMatch(/^ × scenarios\/bad\.yaml {2}1 of 1 promise broken/m);
  const told = stderr.slice(stderr.indexOf('how it came to that'), stderr.indexOf('at: '));
  expect(told.replaceAll(/\d\d:\d\d:\d\d\.\d+/g, 'TIME')).toBe(
    [
      'how it came to that, with > where it was decided:',
      '            TIME  step 1: push web:1.4.2, 14 API calls',
      '            TIME  AWS says ECR Image Action PUSH SUCCESS web:1.4.2',
      '            TIME  it arrives on the embedded bus',
      '            TIME  rule "pushes" lets it through to deployer',
      '          > TIME  deployer returns nothing',
      '          ',
    ].join('\n'),
  );
  expect(
    stderr
      .slice(0, stderr.indexOf(' ❯ '))
      .split('\n')
      .filter((row) => row.length > 80),
  ).toEqual([]);
  expect(stderr).toContain('more: npx ecreplay explain returned\n');
  expect(status).toBe(1);
});

test.concurrent('a broken promise shows the lines of the YAML and ends with the command that repeats it', async () => {
  using folder = project({ 'scenarios/bad.yaml': push(KEPT, BROKEN) });
  const { status, stderr } = await folder.ecreplay(['run', 'scenarios', '--seed', '7']);
  expect(stderr).toMatch(/BROKEN: an event that matches[^]*exactly 2 times: /);
  expect(stderr).toMatch(/❯ scenarios\/bad\.yaml:9:\d+\n[^]*9\| +- event: .*\n +\| +\^/);
  expect(stderr).toContain('again: npx ecreplay run scenarios/bad.yaml --seed 7\n');
  expect(status).toBe(1);
});

test.concurrent('the command that a report prints has the same findings again', async () => {
  using folder = project({ 'scenarios/bad.yaml': push(BROKEN) });
  const first = await folder.ecreplay(['run', '--seed', 'a seed', '--profile', 'documented']);
  const [, again = ''] = /again: npx ecreplay (.*)/.exec(first.stderr) ?? [];
  expect(again).toBe("run scenarios/bad.yaml --seed 'a seed' --profile documented");
  const second = await folder.ecreplay(['run', 'scenarios/bad.yaml', '--seed', 'a seed', '--profile', 'documented']);
  const report = (text: string): string => text.slice(text.indexOf('BROKEN:'));
  expect(report(second.stderr)).toBe(report(first.stderr));
});

test.concurrent('several broken promises of one scenario are each shown at their own place', async () => {
  using folder = project({ 'scenarios/bad.yaml': push(BROKEN, KEPT, BROKEN) });
  const { stderr } = await folder.ecreplay(['run']);
  expect(stderr).toContain('❯ scenarios/bad.yaml:8:');
  expect(stderr).toContain('❯ scenarios/bad.yaml:10:');
  expect(stderr).not.toContain('❯ scenarios/bad.yaml:9:');
});

test.concurrent('a file that cannot be read is refused at its place, and the good one beside it still runs', async () => {
  using folder = project({
    'scenarios/good.yaml': push(KEPT),
    'scenarios/typo.yaml': push(KEPT).replace('- push:', '- psuh:'),
  });
  const { status, stdout, stderr } = await folder.ecreplay(['run']);
  expect(stdout).toContain('✓ scenarios/good.yaml');
  expect(stderr).toMatch(
    /SCENARIO_UNKNOWN_STEP: .*did you mean "push".*\nmore: npx ecreplay explain SCENARIO_UNKNOWN_STEP\n ❯ scenarios\/typo\.yaml:6:5/,
  );
  expect(stderr).toMatch(/6\| +- psuh/);
  expect(status).toBe(2);
});

test.concurrent('what could not be judged outranks what is broken', async () => {
  using folder = project({ 'scenarios/bad.yaml': push(BROKEN), 'scenarios/empty.yaml': '' });
  const { status, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toContain('BROKEN: ');
  expect(stderr).toContain('FILE_EMPTY: Cannot read scenarios/empty.yaml: it is empty');
  expect(status).toBe(2);
});

test.concurrent('a path that names nothing is told, and the others still run', async () => {
  using folder = project({ 'scenarios/good.yaml': push(KEPT) });
  const { status, stdout, stderr } = await folder.ecreplay(['run', 'scenarios/god.yaml', 'scenarios/good.yaml:4:3']);
  expect(stderr).toContain('Cannot read "scenarios/god.yaml": there is no such file or folder');
  expect(stdout).toContain('✓ scenarios/good.yaml');
  expect(status).toBe(2);
});

test.concurrent('files below a folder named invalid run only when they are named', async () => {
  using folder = project({ 'scenarios/good.yaml': push(KEPT), 'scenarios/invalid/bad.yaml': push(BROKEN) });
  const all = await folder.ecreplay(['run', 'scenarios']);
  expect(all.stdout).not.toContain('bad.yaml');
  const named = await folder.ecreplay(['run', 'scenarios', 'scenarios/invalid/bad.yaml']);
  expect(named.stdout).toContain('scenarios/invalid/bad.yaml');
  expect(named.status).toBe(1);
});

test.concurrent('bytes that are not text and a file of 50 MB are refused, and nothing else suffers', async () => {
  using folder = project({
    'scenarios/good.yaml': push(KEPT),
    'scenarios/large.yaml': '# comment\n'.repeat(5_000_000),
  });
  folder.write({ 'scenarios/latin.yaml': '' });
  writeFileSync(`${folder.folder}/scenarios/latin.yaml`, Buffer.from('description: caf\u00e9\n', 'latin1'));
  const { status, stdout, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toMatch(/FILE_TOO_LARGE: .*50|FILE_TOO_LARGE: .*47/);
  expect(stderr).toMatch(/FILE_NOT_UTF8: .*0xe9[^]*❯ scenarios\/latin\.yaml:1:17/);
  expect(stdout).toContain('✓ scenarios/good.yaml');
  expect(status).toBe(2);
});

test.concurrent('Vitest takes its own flags: a name, a reporter, a file for its output', async () => {
  using folder = project({ 'scenarios/good.yaml': push(KEPT), 'scenarios/bad.yaml': push(BROKEN) });
  const { status } = await folder.ecreplay([
    'run',
    '-t',
    'good',
    '--reporter',
    'junit',
    '--outputFile',
    'report.xml',
    '--shard=1/1',
  ]);
  expect(folder.read('report.xml')).toContain('<testcase classname="scenarios/good.yaml" name="good: A push is told."');
  expect(status).toBe(0);
});

test.concurrent.for([
  [['run', '--sed', '7'], '"--sed" is neither an option of ecreplay nor of Vitest, did you mean "--seed"'],
  [['run', '--repotrer', 'junit'], 'did you mean "--reporter"'],
  [['run', '--seed'], 'Cannot read "--seed": it has no value, wanted "--seed SEED"'],
  [['run', '--bus', 'embeded'], 'Cannot read "--bus embeded": did you mean "embedded"'],
  [['run', '--profile', 'pretty'], 'wanted "observed" or "documented"'],
  [['run', '--config', 'nowhere.ts'], 'Cannot read the configuration "nowhere.ts": there is no such file'],
  [['rum'], 'unknown command "rum", did you mean "run"'],
  [['emit'], 'missing required argument "file"'],
  [['emit', 'x.yaml', '--chanel', 'cloudtrail'], 'unknown option "--chanel", did you mean "--channel"'],
  [[], 'Cannot tell what to do: no verb is given'],
] as const)('the command line %j is refused in a sentence', async ([args, sentence]) => {
  using folder = project({ 'scenarios/good.yaml': push() });
  const { status, stderr } = await folder.ecreplay(args);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toContain('    at ');
  expect(status).toBe(2);
});

test.concurrent('odd names, paths out of the folder and a place that is no project are all the same to it', async () => {
  using folder = project({ "odd/it's (a) [b] {c} #d.yaml": push(BROKEN), 'elsewhere/none/push.yaml': push(KEPT) });
  rmSync(join(folder.folder, 'node_modules'), { recursive: true });
  const [, out = ''] = /(ecreplay-test-.*)$/.exec(folder.folder) ?? [];
  const { status, stdout, stderr } = await folder.ecreplay(['run', 'odd', `../${out}/elsewhere`]);
  expect(stdout).toContain('✓ elsewhere/none/push.yaml');
  expect(stderr).toContain(String.raw`again: npx ecreplay run 'odd/it'\''s (a) [b] {c} #d.yaml' --seed 1`);
  expect(readdirSync(folder.folder).toSorted()).toEqual(['elsewhere', 'odd', 'package.json']);
  expect(status).toBe(1);
});

test.concurrent('an interrupted run ends with 130', async () => {
  using folder = project({
    'scenarios/slow.yaml': push('consumer: deployer\n    invoked: 1'),
    'ecreplay.config.ts': config('deployer.ts#handler', ", timeout: '60s'"),
    'deployer.ts':
      "export function handler(): Promise<void> { console.log('it has begun'); return new Promise(() => {}); }",
  });
  const running = folder.start(['run']);
  await running.seen('it has begun');
  running.kill('SIGINT');
  expect((await running.ended).status).toBe(130);
});

const OLD =
  "data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.0' } })";
const WITHOUT_VITEST = `data:text/javascript,import module from 'node:module';
module.registerHooks({ resolve(specifier, context, next) {
  if (specifier.startsWith('vitest')) throw new Error('there is no such package');
  return next(specifier, context);
} });`;

test.concurrent.for([
  ['a Node that is too old', OLD, 'Cannot run ecreplay on Node 20.18.0: it needs Node 22.22 or newer'],
  ['a project without Vitest', WITHOUT_VITEST, 'Vitest is not installed, wanted "npm install --save-dev vitest"'],
] as const)('%s is told with 3', async ([, preload, sentence]) => {
  using folder = project({ 'scenarios/good.yaml': push() });
  const { status, stderr } = await folder.ecreplay(['run'], { node: ['--import', preload.replaceAll('\n', ' ')] });
  expect(stderr).toContain(sentence);
  expect(status).toBe(3);
});

test.concurrent('a folder behind a link runs as what it is, and a file that is reached twice runs once', async () => {
  using folder = project({ 'real/good.yaml': push(KEPT) });
  symlinkSync(join(folder.folder, 'real'), join(folder.folder, 'link'));
  symlinkSync(join(folder.folder, 'real'), join(folder.folder, 'real/loop'));
  const { status, stdout, stderr } = await folder.ecreplay(['run', 'link', 'real']);
  expect(stderr).toBe('');
  expect(stdout).toContain('Tests  1 passed (1)');
  expect(status).toBe(0);
});

test.concurrent('a run where there are no scenarios names the folder it has looked in', async () => {
  using folder = project({});
  const { status, stderr } = await folder.ecreplay(['run']);
  expect(stderr).toContain(`Cannot read "scenarios": there is no such file or folder in "${folder.folder}"`);
  expect(status).toBe(2);
});

test.concurrent('a scenario that expects nothing passes, and is said to promise nothing', async () => {
  using folder = project({ 'scenarios/push.yaml': push() });
  const { status, stdout } = await folder.ecreplay(['run']);
  expect(stdout).toContain('it promises nothing of consumers or events: it has no `expect`');
  expect(status).toBe(0);
});

test.concurrent('a run whose reader has gone ends as one that is interrupted, without a word of that', async () => {
  using folder = project({ 'scenarios/bad.yaml': push(KEPT, BROKEN) });
  const running = folder.start(['run']);
  running.leave();
  const { status, stderr } = await running.ended;
  expect(stderr).toBe('');
  expect(status).toBe(130);
});
