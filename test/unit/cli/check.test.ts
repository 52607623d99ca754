import { expect, test } from 'vitest';
import { project, push } from './project.ts';

test.concurrent('check prints every problem of every file, each at its place, and runs nothing', async () => {
  using folder = project({
    'scenarios/good.yaml': push(),
    'scenarios/two.yaml': push().replace('push:', 'psuh:').replace('version: 1', 'version: 2'),
    'scenarios/one.yml': push().replace('name: web', 'nam: web'),
  });
  const { status, stdout, stderr } = await folder.ecreplay(['check']);
  expect(stdout).toBe('3 files checked, 2 with problems\n');
  expect(stderr.match(/^scenarios\/\S+:\d+:\d+ {2}\w+$/gm)).toEqual([
    expect.stringMatching(/^scenarios\/one\.yml:4:\d+ /),
    'scenarios/two.yaml:1:10  SCENARIO_VERSION',
    'scenarios/two.yaml:6:5  SCENARIO_UNKNOWN_STEP',
  ]);
  expect(status).toBe(2);
});

test.concurrent('check finds what only the registry can refuse: a request with a mistyped member, and what cannot be given', async () => {
  using folder = project({
    'call.yaml': push().replace(
      'push: { image: "web:1.4.2" }',
      'call: { operation: DescribeImages, request: { repositoryName: web, imageId: [] } }',
    ),
    'given.yaml': push().replace(
      'repository: { name: web }',
      'pullThroughCacheRule: { prefix: hub, upstream: docker.io }',
    ),
  });
  const { status, stdout, stderr } = await folder.ecreplay(['check', 'call.yaml', 'given.yaml']);
  expect(stderr).toContain(
    'Cannot call "DescribeImages": its request has no member "imageId", did you mean "imageIds"?',
  );
  expect(stderr).toContain('given.yaml:');
  expect(stdout).toBe('2 files checked, 2 with problems\n');
  expect(status).toBe(2);
});

test.concurrent('check says so when all is well', async () => {
  using folder = project({ 'a.yaml': push() });
  expect(await folder.ecreplay(['check', 'a.yaml'])).toMatchObject({
    status: 0,
    stdout: '1 file checked, no problems\n',
    stderr: '',
  });
});

test.concurrent('a folder without scenarios is a problem, so that a wrong path does not pass', async () => {
  using folder = project({ 'empty/readme.txt': '' });
  const { status, stderr } = await folder.ecreplay(['check', 'empty']);
  expect(stderr).toContain('Cannot find a scenario in "empty": there is no YAML file below it');
  expect(status).toBe(2);
});

test.concurrent.for([['--help'], ['run', '--help'], ['emit', '--help'], ['check', '--help']])(
  '%j prints help with an example',
  async (args) => {
    using folder = project({});
    const { status, stdout } = await folder.ecreplay(args);
    expect(stdout).toContain(`Usage: ecreplay ${args.length > 1 ? args[0] : ''}`.trimEnd());
    expect(stdout).toMatch(/\n {2}\$ ecreplay /);
    expect(status).toBe(0);
  },
);

test.concurrent('--version prints the version of the package', async () => {
  using folder = project({});
  const { default: manifest } = await import('../../../package.json', { with: { type: 'json' } });
  expect((await folder.ecreplay(['--version'])).stdout).toBe(`${manifest.version}\n`);
});
