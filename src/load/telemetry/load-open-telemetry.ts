import type * as exporter from '@opentelemetry/exporter-metrics-otlp-http';
import type * as resources from '@opentelemetry/resources';
import type * as sdk from '@opentelemetry/sdk-metrics';
import { missingPackage } from '../../bus/remote/sdk.ts';

/** OpenTelemetry's packages, which a user installs who wants them. */
export interface OpenTelemetry {
  readonly sdk: typeof sdk;
  readonly resources: typeof resources;
  readonly exporter: typeof exporter;
}

const LOADERS: { readonly [name in keyof OpenTelemetry]: () => Promise<OpenTelemetry[name]> } = {
  sdk: async () => import('@opentelemetry/sdk-metrics'),
  resources: async () => import('@opentelemetry/resources'),
  exporter: async () => import('@opentelemetry/exporter-metrics-otlp-http'),
};

/** Loads them; tests have one that is not there. Throws the `Problem` of what is not installed. */
export async function loadOpenTelemetry(loaders: typeof LOADERS = LOADERS): Promise<OpenTelemetry> {
  const load = async <Loaded>(name: string, loader: () => Promise<Loaded>): Promise<Loaded> => {
    try {
      return await loader();
    } catch (error) {
      throw missingPackage(error, name, 'send metrics to OpenTelemetry');
    }
  };
  return {
    sdk: await load('@opentelemetry/sdk-metrics', loaders.sdk),
    resources: await load('@opentelemetry/resources', loaders.resources),
    exporter: await load('@opentelemetry/exporter-metrics-otlp-http', loaders.exporter),
  };
}
