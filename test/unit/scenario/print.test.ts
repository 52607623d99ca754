import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { printScenario } from '../../../src/scenario/print.ts';
import { readScenario } from '../../../src/scenario/read.ts';
import { anyScenario } from './any-scenario.ts';

// Each property reads some hundred files; on a machine with other work that takes its time.
vi.setConfig({ testTimeout: 60_000 });

test('what was printed is read back as it was', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const { name: _name, file: _file, places: _places, ...read } = readScenario(printScenario(scenario), 'x.yaml');
      expect(read).toEqual(scenario);
    }),
    { numRuns: 100 },
  );
});

test('printing what was read prints the same text', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const read = readScenario(printScenario(scenario), 'x.yaml');
      expect(printScenario(readScenario(printScenario(read), 'x.yaml'))).toBe(printScenario(read));
    }),
  );
});

test('a scenario is printed as people write one', () => {
  const scenario = readScenario(
    'version: 1\ndescription: A push.\ngiven: [{repository: {name: web}}]\nsteps: [{push: {image: "web:1.4.2", layers: [846, 615]}}, {wait: 14d}]\n',
    'x.yaml',
  );
  expect(printScenario(scenario)).toMatchInlineSnapshot(`
    "version: 1
    description: A push.
    account: "123456789012"
    region: us-east-1
    start: 2026-01-15T09:30:00Z
    seed: 1
    as: { role: ci-pusher, session: github-actions }
    options: {}
    given:
      - repository: { name: web }
    steps:
      - push: { image: web:1.4.2, layers: [ 846, 615 ], login: true }
      - wait: 14d
    delivery: { latency: {}, faults: [] }
    expect: []
    "
  `);
});
