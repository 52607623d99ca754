import { Problem } from '../../problem.ts';
import { COUNTS } from '../measure/counts.ts';
import { LEGS } from '../measure/leg.ts';
import { loadOpenTelemetry } from './load-open-telemetry.ts';
import type { OpenTelemetry } from './load-open-telemetry.ts';
import type { Labels } from './prometheus-text.ts';
import type { Snapshot, View } from './snapshot.ts';

const SECOND = 1_000_000;
const QUANTILES = [
  [0.5, 'p50'],
  [0.9, 'p90'],
  [0.99, 'p99'],
  [0.999, 'p999'],
  [1, 'max'],
] as const;

/**
 * Sends how a run stands to an OpenTelemetry collector, by OTLP over HTTP. Where that is, who is told and how often are in OpenTelemetry's
 * own variables, `OTEL_EXPORTER_OTLP_ENDPOINT` and its siblings; a `url` goes before them.
 */
export async function openTelemetryView(
  { url, labels, every = 1_000 }: { readonly url?: string; readonly labels: Labels; readonly every?: number },
  packages: Promise<OpenTelemetry> = loadOpenTelemetry(),
): Promise<View> {
  const { sdk, resources, exporter: otlp } = await packages;
  const exporter = new otlp.OTLPMetricExporter(url === undefined ? {} : { url: metricsUrl(url) });
  let failure: Error | undefined;
  const exported = exporter.export.bind(exporter);
  // The reader tells its own log of what could not be sent, which nobody sees.
  exporter.export = (metrics, done) => {
    exported(metrics, (result) => {
      failure = result.error;
      done(result);
    });
  };
  const provider = new sdk.MeterProvider({
    resource: resources
      .defaultResource()
      .merge(resources.resourceFromAttributes({ 'service.name': process.env['OTEL_SERVICE_NAME'] ?? 'ecreplay-load' }))
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    readers: [
      new sdk.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: every, exportTimeoutMillis: every }),
    ],
  });
  let latest: Snapshot | undefined;
  observe(provider.getMeter('ecreplay'), labels, () => latest);
  return {
    show: (snapshot) => {
      latest = snapshot;
    },
    end: async () => {
      await provider.shutdown().catch((error: unknown) => {
        failure ??= error instanceof Error ? error : new Error(String(error));
      });
      if (failure !== undefined)
        throw new Problem('ENVIRONMENT_MISSING', `Cannot send metrics to OpenTelemetry: ${failure.message}`, {
          cause: failure,
        });
    },
  };
}

type Meter = ReturnType<InstanceType<OpenTelemetry['sdk']['MeterProvider']>['getMeter']>;

function observe(meter: Meter, labels: Labels, latest: () => Snapshot | undefined): void {
  const gauge = (name: string, unit: string, description: string, points: Points): void => {
    const instrument = meter.createObservableGauge(`ecreplay.load.${name}`, { unit, description });
    instrument.addCallback((result) => {
      const snapshot = latest();
      if (snapshot === undefined) return;
      for (const [own, value] of points(snapshot)) result.observe(value, { ...labels, ...own });
    });
  };
  const events = meter.createObservableCounter('ecreplay.load.events', {
    unit: '{event}',
    description: 'Events by what became of them',
  });
  events.addCallback((result) => {
    const snapshot = latest();
    if (snapshot === undefined) return;
    for (const state of COUNTS) result.observe(snapshot.counts[state], { ...labels, state });
  });
  gauge('rate', '{event}/s', 'Events a second, as the schedule wants it and as it was reached', ({ rate }) => [
    [{ rate: 'wanted' }, rate.wanted],
    [{ rate: 'reached' }, rate.reached],
  ]);
  gauge('latency', 's', 'Latency from the moment that events were due, since the run began', ({ legs }) =>
    LEGS.flatMap((leg) => {
      const latency = legs[leg];
      if (latency === undefined) return [];
      return QUANTILES.map(([quantile, name]) => [{ leg, quantile }, latency[name] / SECOND] as const);
    }),
  );
  gauge('lag', 's', 'How far the consumer is behind', ({ lag }) => [[{}, lag / SECOND]]);
  gauge('in_flight', '{event}', 'Events that were sent and not answered', ({ inFlight }) => [[{}, inFlight]]);
  gauge('left', 's', 'How long the run has yet to go', ({ left }) => [[{}, left / SECOND]]);
}

type Points = (snapshot: Snapshot) => readonly (readonly [Readonly<Record<string, string | number>>, number])[];

/** The address of a collector, or the whole of one for metrics. */
function metricsUrl(url: string): string {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new Problem('USAGE', `Cannot send metrics to OpenTelemetry: "${url}" is no address, wanted "http://…"`);
  const { pathname } = new URL(url);
  return pathname === '/' ? new URL('/v1/metrics', url).href : url;
}
