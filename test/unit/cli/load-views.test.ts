import { expect, test } from 'vitest';
import type { LoadReport } from '../../../src/load/report/load-report.ts';
import { PUSH, takingAll } from '../load/taking.ts';
import { type Project, project } from './project.ts';

/** A folder with a plan of twenty events for a server that takes all of them. */
async function planned(): Promise<Project> {
  const { url } = await takingAll();
  return project({
    'push.yaml': PUSH,
    'plan.yaml': `version: 1
description: Somebody pushes.
phases: [constant: { name: calm, rate: 20, for: 1s }]
flows: [scenario: push.yaml]
target: { endpoint: "${url}" }
thresholds: [accepted = 20]
`,
  });
}

test('a run is told in lines of JSON, in a file for Prometheus, and as a page beside an earlier one', async () => {
  using folder = await planned();
  await folder.ecreplay(['load', 'plan.yaml', '--out', 'before.json']);
  const after = ['--against', 'before.json', '--report', 'report.html', '--prometheus', 'load.prom', '--json'];
  const { status, stdout, stderr } = await folder.ecreplay(['load', 'plan.yaml', ...after]);
  expect([0, 3]).toContain(status);
  expect(stderr).toBe('');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, object>>);
  expect(lines.slice(0, -1).map((line) => Object.keys(line))).toEqual(lines.slice(1).map(() => ['snapshot']));
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.at(-1)).toMatchObject({
    counts: { due: 20, sent: 20, accepted: 20 },
    legs: { publish: { count: 20, p50: expect.any(Number) as number, p999: expect.any(Number) as number } },
    result: { ecreplay: 'load', judgements: [{ threshold: 'accepted = 20', kind: 'kept' }] },
  });
  expect(folder.read('load.prom')).toContain('ecreplay_load_events_total{plan="plan",state="accepted"} 20\n');
  const [, data = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(folder.read('report.html'))!;
  const { run, earlier } = JSON.parse(data) as LoadReport;
  expect([run.counts.accepted, earlier?.counts.accepted]).toEqual([20, 20]);
});

test('a page that compares with nothing that can be read is refused before anything is sent', async () => {
  using folder = await planned();
  folder.write({ 'before.json': '{ "ecreplay": "load", "version": 99 }' });
  const refused = await folder.ecreplay(['load', 'plan.yaml', '--report', 'report.html', '--against', 'before.json']);
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toContain('before.json');
});
