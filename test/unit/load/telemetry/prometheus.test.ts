import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { prometheusText } from '../../../../src/load/telemetry/prometheus-text.ts';
import { prometheusPlace, prometheusView } from '../../../../src/load/telemetry/prometheus.ts';
import { Problem } from '../../../../src/problem.ts';
import { counts, standing } from './standing.ts';

const PYTHON = process.env['ECREPLAY_PYTHON'] ?? 'python3';
const HOSTILE = 'a "plan" with a \\ and a\nnew line, {braces} and ümlaut';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'ecreplay-prometheus-'));
  onTestFinished(() => {
    rmSync(made, { recursive: true });
  });
  return made;
}

test('a snapshot is worded in base units, each metric with its help and its type', () => {
  const lines = prometheusText(standing(), { plan: 'push' }).trimEnd().split('\n');
  expect(lines).toContain('# TYPE ecreplay_load_events_total counter');
  expect(lines).toContain('ecreplay_load_events_total{plan="push",state="delivered"} 287900');
  expect(lines).toContain('ecreplay_load_rate_events_per_second{plan="push",rate="wanted"} 4000');
  expect(lines).toContain('ecreplay_load_latency_seconds{plan="push",leg="publish",quantile="0.999"} 0.0314');
  expect(lines).toContain('ecreplay_load_lag_seconds{plan="push"} 0.0031');
  expect(lines).toContain('ecreplay_load_phase{plan="push",phase="ramp"} 1');
});

test("Prometheus's own parser reads it, with labels of any text", ({ skip }) => {
  const missing = spawnSync(PYTHON, ['-c', 'import prometheus_client']).status !== 0;
  skip(missing, `no prometheus-client: ${PYTHON} cannot import it; ECREPLAY_PYTHON names one that can`);
  const script = `
import json, sys
from prometheus_client.parser import text_string_to_metric_families
print(json.dumps([[f.name, f.type, len(f.samples), f.samples[0].labels.get('plan') if f.samples else None]
                  for f in text_string_to_metric_families(sys.stdin.read())]))`;
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', script], {
    input: prometheusText(standing(), { plan: HOSTILE, shard: '1/8' }),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([
    ['ecreplay_load_events', 'counter', Object.keys(counts()).length, HOSTILE],
    ['ecreplay_load_rate_events_per_second', 'gauge', 2, HOSTILE],
    ['ecreplay_load_latency_seconds', 'gauge', 5, HOSTILE],
    ['ecreplay_load_lag_seconds', 'gauge', 1, HOSTILE],
    ['ecreplay_load_in_flight_events', 'gauge', 1, HOSTILE],
    ['ecreplay_load_elapsed_seconds', 'gauge', 1, HOSTILE],
    ['ecreplay_load_left_seconds', 'gauge', 1, HOSTILE],
    ['ecreplay_load_phase', 'gauge', 1, HOSTILE],
  ]);
});

test.for([
  ['9464', { kind: 'port', host: '127.0.0.1', port: 9464 }],
  ['0.0.0.0:9464', { kind: 'port', host: '0.0.0.0', port: 9464 }],
  ['localhost:0', { kind: 'port', host: 'localhost', port: 0 }],
  ['[::1]:9464', { kind: 'port', host: '::1', port: 9464 }],
  ['load.prom', { kind: 'file', file: 'load.prom' }],
  ['./9464', { kind: 'file', file: './9464' }],
] as const)('%s names a place', ([text, place]) => {
  expect(prometheusPlace(text)).toEqual(place);
});

test.for(['', '65536', '127.0.0.1:99999'])('"%s" names none', (text) => {
  expect(() => prometheusPlace(text)).toThrow(Problem);
});

test('a port answers with the latest snapshot, at /metrics and nowhere else, until the run ends', async () => {
  const view = await prometheusView(prometheusPlace('0'), { plan: 'push' });
  const url = view.url!;
  expect(await (await fetch(url)).text()).toBe('');
  view.show(standing({ inFlight: 1 }));
  view.show(standing({ inFlight: 2 }));
  const answer = await fetch(url);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await answer.text()).toContain('ecreplay_load_in_flight_events{plan="push"} 2\n');
  expect((await fetch(new URL('/', url))).status).toBe(404);
  await view.end();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('a port that is taken is a problem of the surroundings', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  await expect(prometheusView(prometheusPlace(String(port)), {})).rejects.toMatchObject({
    code: 'ENVIRONMENT_MISSING',
  });
});

test('a file holds the last snapshot whole, and nothing is left beside it', async () => {
  const place = folder();
  const file = join(place, 'load.prom');
  const view = await prometheusView(prometheusPlace(file), {});
  for (let inFlight = 1; inFlight <= 50; inFlight++) view.show(standing({ inFlight }));
  await view.end();
  expect(readFileSync(file, 'utf8')).toBe(prometheusText(standing({ inFlight: 50 }), {}));
  expect(readdirSync(place)).toEqual(['load.prom']);
});

test('what is no file, such as /dev/null or a pipe, is written to and stays', async () => {
  const pipe = join(folder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = await open(pipe, 'r+');
  onTestFinished(() => reader.close());
  const view = await prometheusView(prometheusPlace(pipe), {});
  view.show(standing({ inFlight: 7 }));
  await view.end();
  expect(lstatSync(pipe).isFIFO()).toBe(true);
  const { buffer, bytesRead } = await reader.read(Buffer.alloc(65_536));
  expect(buffer.toString('utf8', 0, bytesRead)).toBe(prometheusText(standing({ inFlight: 7 }), {}));
});

test('a file that cannot be written is refused before anything is sent', async () => {
  const file = join(folder(), 'no', 'load.prom');
  await expect(prometheusView(prometheusPlace(file), {})).rejects.toMatchObject({ code: 'FILE_NOT_WRITTEN' });
});
