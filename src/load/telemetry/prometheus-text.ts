import { LEGS } from '../measure/leg.ts';
import { COUNTS } from '../measure/counts.ts';
import type { LegLatency, Snapshot } from './snapshot.ts';

/** Labels of every sample: which plan, which shard. */
export type Labels = Readonly<Record<string, string>>;

const SECOND = 1_000_000;
const QUANTILES = [
  ['0.5', 'p50'],
  ['0.9', 'p90'],
  ['0.99', 'p99'],
  ['0.999', 'p999'],
  ['1', 'max'],
] as const satisfies readonly (readonly [string, keyof LegLatency])[];

type Sample = readonly [labels: Labels, value: number];

/**
 * A snapshot in Prometheus's text format, in its base units and with its suffixes.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function prometheusText(
  { at, left, phase, rate, counts, legs, lag, inFlight }: Snapshot,
  labels: Labels,
): string {
  function metric(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
    const full = `ecreplay_load_${name}`;
    const lines = samples.map(([own, value]) => `${full}${wordLabels({ ...labels, ...own })} ${value}\n`);
    return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`;
  }
  return [
    metric('events_total', 'counter', 'Events by what became of them.', [
      ...COUNTS.map((name): Sample => [{ state: name }, counts[name]]),
    ]),
    metric('rate_events_per_second', 'gauge', 'Events a second, as the schedule wants it and as it was reached.', [
      [{ rate: 'wanted' }, rate.wanted],
      [{ rate: 'reached' }, rate.reached],
    ]),
    metric(
      'latency_seconds',
      'gauge',
      'Latency from the moment that events were due, since the run began.',
      LEGS.flatMap((leg) => {
        const latency = legs[leg];
        if (latency === undefined) return [];
        return QUANTILES.map(([quantile, name]): Sample => [{ leg, quantile }, latency[name] / SECOND]);
      }),
    ),
    metric('lag_seconds', 'gauge', 'How far the consumer is behind.', [[{}, lag / SECOND]]),
    metric('in_flight_events', 'gauge', 'Events that were sent and not answered.', [[{}, inFlight]]),
    metric('elapsed_seconds', 'gauge', 'How long the run has gone on.', [[{}, at / SECOND]]),
    metric('left_seconds', 'gauge', 'How long the run has yet to go.', [[{}, left / SECOND]]),
    metric('phase', 'gauge', 'The phase that is under way.', [[{ phase }, 1]]),
  ].join('');
}

function wordLabels(labels: Labels): string {
  const worded = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return worded.length === 0 ? '' : `{${worded.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
