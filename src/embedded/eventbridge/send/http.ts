import { isIP } from 'node:net';
import { fromElsewhere } from '../../elsewhere.ts';
import { callOutward } from '../../outward.ts';
import { Undeliverable } from '../failure.ts';

/** A call of somebody's HTTP endpoint. */
export interface HttpCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What it was answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
const TIMEOUT = 5_000;

/** Calls an endpoint on this machine. Any other is out of reach, as it has to be in a rehearsal. Throws an `Undeliverable`, to be tried again. */
export async function callHttp({ method, url, headers, body }: HttpCall): Promise<HttpAnswer> {
  if (!isLoopback(url.hostname)) {
    throw new Undeliverable('CONNECTION_FAILURE', `${url.host} is not on this machine, and nothing leaves it`, {
      retriable: true,
    });
  }
  // Loaded late: it takes a while, and few scenarios need it.
  const { request } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http');
  const answering = new Promise<HttpAnswer>((resolve, reject) => {
    const signal = AbortSignal.timeout(TIMEOUT);
    const fail = (error: Error): void => {
      const message = signal.aborted ? `No answer within ${TIMEOUT / 1000} seconds` : error.message;
      reject(new Undeliverable(signal.aborted ? 'TIMEOUT' : 'CONNECTION_FAILURE', message, { retriable: true }));
    };
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length }, signal, agent: false } as const;
    const outgoing = callOutward(() => request(url, options));
    outgoing.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', fail);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    outgoing.on('error', fail);
    outgoing.end(body);
  });
  return fromElsewhere(answering);
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
