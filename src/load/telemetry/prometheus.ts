import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '../../problem.ts';
import { prometheusText } from './prometheus-text.ts';
import type { Labels } from './prometheus-text.ts';
import type { Snapshot, View } from './snapshot.ts';

/** Where Prometheus finds the text: at a port of this machine, or in a file that a node exporter reads. */
export type PrometheusPlace =
  | { readonly kind: 'port'; readonly host: string; readonly port: number }
  | { readonly kind: 'file'; readonly file: string };

/** Reads `9464`, `0.0.0.0:9464` or a file's name. A port is this machine's alone unless an address is named. */
export function prometheusPlace(text: string): PrometheusPlace {
  const [, host = '127.0.0.1', digits] = /^(?:(\[[\da-f:.]+\]|[\w.-]+):)?(\d+)$/i.exec(text) ?? [];
  if (text === '') throw new Problem('USAGE', 'Cannot tell Prometheus: --prometheus is empty, wanted a port or a file');
  if (digits === undefined) return { kind: 'file', file: text };
  const port = Number(digits);
  if (port > 65_535)
    throw new Problem('USAGE', `Cannot tell Prometheus: there is no port ${digits}, wanted 0 to 65535 or a file`);
  return { kind: 'port', host: host.replaceAll(/^\[|\]$/g, ''), port };
}

/** A place that Prometheus reads, and where it is. */
export interface PrometheusView extends View {
  readonly url?: string;
}

/** Tells Prometheus how a run stands. Throws the `Problem` of a port that is taken, or of a file that cannot be written. */
export async function prometheusView(place: PrometheusPlace, labels: Labels): Promise<PrometheusView> {
  return place.kind === 'port' ? atPort(place, labels) : inFile(place.file, labels);
}

async function atPort(
  { host, port }: Extract<PrometheusPlace, { kind: 'port' }>,
  labels: Labels,
): Promise<PrometheusView> {
  let latest: Snapshot | undefined;
  const server = createServer((request, response) => {
    const isThere = request.url?.split('?')[0] === '/metrics';
    response.writeHead(isThere ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    if (!isThere) response.end('The metrics are at /metrics\n');
    else response.end(latest === undefined ? '' : prometheusText(latest, labels));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new Problem('ENVIRONMENT_MISSING', `Cannot listen for Prometheus at ${host}:${port}: ${cause.message}`, {
          cause,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
  // A run that is over does not wait for those who watched it.
  server.unref();
  const { port: given } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${given}/metrics`,
    show: (snapshot) => {
      latest = snapshot;
    },
    end: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}

async function inFile(file: string, labels: Labels): Promise<PrometheusView> {
  const beside = `${file}.unfinished`;
  const state = await stat(file).catch(() => undefined);
  // A pipe, or /dev/null: nothing can be put in its place that is the same.
  const isDevice = state?.isFile() === false && !state.isDirectory();
  const write = async (text: string): Promise<void> => {
    try {
      if (isDevice) return await writeFile(file, text);
      // A reader must never find half of it.
      await writeFile(beside, text);
      await rename(beside, file);
    } catch (cause) {
      await rm(beside, { force: true }).catch(() => undefined);
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Problem('FILE_NOT_WRITTEN', `Cannot write ${file}: ${reason}`, { cause });
    }
  };
  await write('');
  let writing = Promise.resolve();
  let failure: unknown;
  const writeNext = async (snapshot: Snapshot): Promise<void> => {
    await writing;
    try {
      await write(prometheusText(snapshot, labels));
      failure = undefined;
    } catch (error) {
      // A disk that is full for a moment does not end a run: the last word counts.
      failure = error;
    }
  };
  return {
    show: (snapshot) => {
      writing = writeNext(snapshot);
    },
    end: async () => {
      await writing;
      if (failure !== undefined) throw failure;
    },
  };
}
