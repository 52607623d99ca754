import { expect, test } from 'vitest';
import { event } from '../recording/capture/said.ts';
import { project } from './project.ts';

const CONFIG = `export default {
  rules: { pushes: { pattern: { source: ['aws.ecr'] }, targets: ['deployer'] } },
  consumers: { deployer: { handler: 'deployer.mjs#handler' } },
};
`;
const FINE = 'export const handler = async () => {};\n';
const lines = (many: number) =>
  Array.from({ length: many }, (_, at) =>
    JSON.stringify(event(`e-${at}`, new Date(1_768_467_600_000 + at * 1_000).toISOString())),
  ).join('\n');

test.concurrent('a recording is replayed at a rate, and the rate that was wanted and that was reached are told', async () => {
  using folder = project({ 'ecreplay.config.mjs': CONFIG, 'deployer.mjs': FINE, 'it.ndjson': lines(20) });
  const { status, stdout, stderr } = await folder.ecreplay(['replay', 'it.ndjson', '--rate', '100/s']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(
    /^20 deliveries of 20 events on the embedded bus in \d\.\d\d s: [\d.]+ a second, 100 wanted; 99 in 100 at most [\d.]+ ms late\n {2}deployer {2}invoked 20 times: 20 returned\n$/,
  );
});

test.concurrent('a consumer that fails is told as JSON with exit code 1, and a last line that is cut is told too', async () => {
  using folder = project({
    'ecreplay.config.mjs': CONFIG,
    'deployer.mjs': 'export const handler = async () => { throw new Error("no"); };\n',
    'it.ndjson': `${lines(2)}\n{"version":"0","id`,
  });
  const { status, stdout, stderr } = await folder.ecreplay(['replay', 'it.ndjson', '--topspeed', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    recording: 'it.ndjson',
    kept: false,
    wanted: 2,
    delivered: 2,
    consumers: { deployer: { invoked: 6, threw: 6 } },
    problems: [{ code: 'RECORDING_CUT' }],
  });
  expect(stdout).toMatch(/"frame": ".*deployer\.mjs:1:\d+\)?"/);
  expect(stderr).toContain('Cannot read line 3 of "it.ndjson", its last: it is cut off');
  expect(status).toBe(2);
});

test.concurrent('faults, a pattern and a window are taken from the command line', async () => {
  using folder = project({ 'ecreplay.config.mjs': CONFIG, 'deployer.mjs': FINE, 'it.ndjson': lines(10) });
  const delivered = async (...flags: readonly string[]) => {
    const { stdout } = await folder.ecreplay(['replay', 'it.ndjson', '--topspeed', '--json', ...flags]);
    return (JSON.parse(stdout) as { readonly delivered: number }).delivered;
  };
  expect(await delivered('--fault', 'duplicate', '--fault', 'delay: { by: 10s }')).toBe(20);
  expect(await delivered('--filter', '{"detail":{"image-tag":["e-3","e-4"]}}')).toBe(2);
  expect(await delivered('--from', '2026-01-15T09:00:05Z', '--to', '2026-01-15T09:00:08Z')).toBe(3);
  expect(await delivered('--only-failures')).toBe(0);
});

test.concurrent('an interruption ends a replay with what came of it until then', async () => {
  using folder = project({
    'ecreplay.config.mjs': CONFIG,
    'deployer.mjs': 'export const handler = async ({ id }) => console.log(id);\n',
    'it.ndjson': lines(1_000),
  });
  const running = folder.start(['replay', 'it.ndjson', '--rate', '10']);
  await running.seen('e-2');
  running.kill('SIGINT');
  const { status, stdout } = await running.ended;
  expect(stdout).toMatch(/Interrupted: \d+ deliveries of 1000 events/);
  expect(status).toBe(130);
});

test.concurrent.for([
  [['replay', 'it.ndjson', '--speed', '2', '--topspeed'], 'Cannot keep several paces'],
  [['replay', 'it.ndjson', '--speed', '0'], 'wanted a number above zero'],
  [['replay', 'it.ndjson', '--fault', 'drip'], '"drip" is not a fault, did you mean "drop"'],
  [['replay', 'it.ndjson', '--fault', 'drop: { chance: 7 }'], 'drop.chance'],
  [['replay', 'it.ndjson', '--fault', '[1'], 'it is no YAML'],
  [['replay', 'it.ndjson', '--filter', '{"source":"x"}'], 'Event pattern is not valid'],
  [['replay', 'none.ndjson'], 'there is no such file'],
  [
    ['replay', 'it.ndjson', '--bus', 'embedded', '--endpoint', 'http://127.0.0.1:1'],
    'the embedded bus does not take it',
  ],
  [['replay', 'it.ndjson', '--config', 'none.mjs'], 'none.mjs'],
] as const)('%j is refused', async ([command, sentence]) => {
  using folder = project({ 'ecreplay.config.mjs': CONFIG, 'deployer.mjs': FINE, 'it.ndjson': lines(1) });
  const { status, stderr } = await folder.ecreplay([...command]);
  expect(stderr).toContain(sentence);
  expect(status).toBe(2);
});

test.concurrent('without a configuration there is nobody to replay to', async () => {
  using folder = project({ 'it.ndjson': lines(1) });
  const { status, stderr } = await folder.ecreplay(['replay', 'it.ndjson']);
  expect(stderr).toContain('Cannot replay to anybody');
  expect(status).toBe(2);
});
