import { expect, test } from 'vitest';
import { takeOwnFlags } from '../../../src/cli/own-flags.ts';

test.for([
  [['--bus', 'embedded'], { kind: 'embedded' }],
  [['--bus', 'localstack'], { kind: 'localstack' }],
  [
    ['--bus=localstack', '--endpoint', 'http://127.0.0.1:4566/', '--speed', '2.5'],
    { kind: 'localstack', endpoint: 'http://127.0.0.1:4566', speed: 2.5 },
  ],
  [['--image', 'localstack/localstack:5'], { kind: 'localstack', image: 'localstack/localstack:5' }],
  [
    ['--strategy', 'clone', '--yes', '--dry-run', '--allow', 'ssm'],
    { kind: 'aws', strategy: 'clone', yes: true, dryRun: true, allow: ['ssm'] },
  ],
] as const)('%j asks for %j', ([argv, bus]) => {
  expect(takeOwnFlags([...argv, '--reporter', 'junit', 'scenarios'])).toEqual({
    wishes: { bus },
    rest: ['--reporter', 'junit', 'scenarios'],
  });
});

test.for([
  [['--bus', 'localstak'], 'Cannot read "--bus localstak": did you mean "localstack"'],
  [['--bus', 'localstack', '--endpoint', 'here'], /^Cannot read "--endpoint here": wanted an address such as/],
  [['--bus', 'localstack', '--speed', '0'], /^Cannot read "--speed 0": wanted how many seconds pass in one/],
  [['--bus', 'embedded', '--speed', '5'], 'Cannot read "--speed": the embedded bus does not take it'],
  [['--bus', 'aws', '--image', 'x'], 'Cannot read "--image": the aws bus does not take it'],
  [['--endpoint', 'http://h'], /^Cannot read "--endpoint": it is not said for which bus/],
  [['--bus', 'aws', '--strategy', 'magic'], /^Cannot read "--strategy magic": wanted "invoke" or "clone" or "archive"/],
  [['--endpoint'], 'Cannot read "--endpoint": it has no value, wanted "--endpoint URL"'],
] as const)('%j is refused', ([argv, message]) => {
  expect(() => takeOwnFlags(argv)).toThrow(message);
});
