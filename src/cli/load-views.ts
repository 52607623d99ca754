import { jsonLines } from '../load/telemetry/json-lines.ts';
import type { View } from '../load/telemetry/snapshot.ts';
import { terminalView } from '../load/telemetry/terminal.ts';
import { together } from '../load/telemetry/views.ts';
import { complain } from './exit.ts';

/** Who is shown how a run stands. */
export interface ViewFlags {
  readonly json?: boolean;
  readonly prometheus?: string;
  readonly otel?: boolean;
}

/** Opens the views that flags ask for: the terminal always, but where lines of JSON stand in its place. */
export async function openViews(
  { json, prometheus, otel }: ViewFlags,
  labels: Readonly<Record<string, string>>,
): Promise<View> {
  const views: View[] = [json === true ? jsonLines() : terminalView()];
  if (prometheus !== undefined) {
    const { prometheusPlace, prometheusView } = await import('../load/telemetry/prometheus.ts');
    const view = await prometheusView(prometheusPlace(prometheus), labels);
    if (view.url !== undefined) process.stderr.write(`Metrics for Prometheus are at ${view.url}\n`);
    views.push(view);
  }
  if (otel === true) {
    const { openTelemetryView } = await import('../load/telemetry/open-telemetry.ts');
    views.push(await openTelemetryView({ labels }));
  }
  return together(views, complain);
}
