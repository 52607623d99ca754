import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as Exporter from '@opentelemetry/exporter-metrics-otlp-http';
import * as Resources from '@opentelemetry/resources';
import type * as Sdk from '@opentelemetry/sdk-metrics';
import { expect, onTestFinished, test, vi } from 'vitest';
import { loadOpenTelemetry } from '../../../../src/load/telemetry/load-open-telemetry.ts';
import { openTelemetryView } from '../../../../src/load/telemetry/open-telemetry.ts';
import { together } from '../../../../src/load/telemetry/views.ts';
import type { Problem } from '../../../../src/problem.ts';
import { standing } from './standing.ts';

interface Point {
  readonly asDouble?: number;
  readonly asInt?: number;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

/** What OTLP's JSON holds, as far as it is looked at. */
interface Exported {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: Point['attributes'] };
    readonly scopeMetrics: readonly {
      readonly metrics: readonly {
        readonly name: string;
        readonly unit: string;
        readonly gauge?: { readonly dataPoints: readonly Point[] };
        readonly sum?: { readonly dataPoints: readonly Point[]; readonly isMonotonic: boolean };
      }[];
    }[];
  }[];
}

/** A collector that keeps what it is sent. */
async function collector(status = 200): Promise<{ url: string; paths: string[]; exports: Exported[] }> {
  const paths: string[] = [];
  const exports: Exported[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      paths.push(request.url!);
      exports.push(JSON.parse(Buffer.concat(chunks).toString()) as Exported);
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths, exports };
}

function metricsOf(exported: Exported): Exported['resourceMetrics'][number]['scopeMetrics'][number]['metrics'] {
  return exported.resourceMetrics[0]!.scopeMetrics[0]!.metrics;
}

test('a collector is sent the last snapshot as the run ends, in seconds and with the labels', async () => {
  const { url, paths, exports } = await collector();
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=staging');
  const view = await openTelemetryView({ url, labels: { plan: 'push' }, every: 60_000 });
  vi.unstubAllEnvs();
  view.show(standing({ phase: 'before' }));
  view.show(standing());
  await view.end();
  expect(paths).toEqual(['/v1/metrics']);
  const metrics = metricsOf(exports[0]!);
  expect(metrics.map(({ name, unit }) => [name, unit])).toEqual([
    ['ecreplay.load.events', '{event}'],
    ['ecreplay.load.rate', '{event}/s'],
    ['ecreplay.load.latency', 's'],
    ['ecreplay.load.lag', 's'],
    ['ecreplay.load.in_flight', '{event}'],
    ['ecreplay.load.left', 's'],
  ]);
  expect(metrics[0]!.sum!.isMonotonic).toBe(true);
  const delivered = metrics[0]!.sum!.dataPoints.find(({ attributes }) =>
    attributes.some(({ value }) => value.stringValue === 'delivered'),
  )!;
  expect(delivered.asDouble ?? delivered.asInt).toBe(287_900);
  expect(delivered.attributes.map(({ key, value }) => [key, value.stringValue])).toEqual([
    ['plan', 'push'],
    ['state', 'delivered'],
  ]);
  expect(metrics[2]!.gauge!.dataPoints.map(({ asDouble }) => asDouble)).toEqual([
    0.00184, 0.0031, 0.0062, 0.0314, 1.204,
  ]);
  const attributes = exports[0]!.resourceMetrics[0]!.resource.attributes;
  expect(Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]))).toMatchObject({
    'service.name': 'ecreplay-load',
    'deployment.environment.name': 'staging',
  });
});

test("OpenTelemetry's own variable says where the collector is", async () => {
  const { url, paths } = await collector();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url);
  const view = await openTelemetryView({ labels: {}, every: 60_000 });
  vi.unstubAllEnvs();
  view.show(standing());
  await view.end();
  expect(paths).toEqual(['/v1/metrics']);
});

test('a collector that refuses is told of once as the run ends, and the run is not lost', async () => {
  const { url } = await collector(400);
  const told: Problem[] = [];
  const view = together([await openTelemetryView({ url, labels: {}, every: 60_000 })], (problem) => told.push(problem));
  view.show(standing());
  await view.end();
  await view.end();
  expect(told.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^Cannot send metrics to OpenTelemetry: /),
  ]);
});

test('an address that is none is a usage error', async () => {
  await expect(openTelemetryView({ url: 'localhost:4318', labels: {} })).rejects.toMatchObject({ code: 'USAGE' });
});

test('a package that is not installed is named with what installs it', async () => {
  const absent: string = '@opentelemetry/is-not-there';
  const sdk = async (): Promise<typeof Sdk> => (await import(/* @vite-ignore */ absent)) as typeof Sdk;
  const loading = loadOpenTelemetry({ sdk, resources: async () => Resources, exporter: async () => Exporter });
  await expect(openTelemetryView({ labels: {} }, loading)).rejects.toThrow(
    'Cannot send metrics to OpenTelemetry: "@opentelemetry/sdk-metrics" is not installed, wanted "npm install --save-dev @opentelemetry/sdk-metrics"',
  );
});
