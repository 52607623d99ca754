import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { request as httpRequest } from 'node:http';
import { fileURLToPath } from 'node:url';
import { openServer, type Serving } from '../../../src/serve/open-server.ts';

export const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/** A server on a port of its own, with what it had to tell, and clients of it. */
export async function serve(serving: Partial<Serving> = {}) {
  const told: string[] = [];
  const server = await openServer({
    setup: { rules: [], consumers: {}, root: fileURLToPath(new URL('.', import.meta.url)) },
    port: 0,
    host: '127.0.0.1',
    allowed: [],
    clock: 'real',
    account: '123456789012',
    region: 'us-east-2',
    seed: 1,
    tell: (line) => void told.push(line),
    ...serving,
  });
  const config = { endpoint: server.url, region: 'us-east-2', credentials: CREDENTIALS, maxAttempts: 1 };
  const clients = {
    eventbridge: new EventBridgeClient(config),
    sqs: new SQSClient(config),
    lambda: new LambdaClient(config),
    kinesis: new KinesisClient(config),
  };
  return {
    ...server,
    ...clients,
    told,
    [Symbol.asyncDispose]: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** What is sent as no SDK would. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: object;
  readonly body?: string | Buffer;
}

/** Sends a request as no SDK would, and gives the status and the body of the answer. */
export function send(
  url: string,
  { method = 'POST', path = '/', headers = {}, body = '{}' }: Sent = {},
): Promise<{ status: number; headers: object; body: string }> {
  return new Promise((resolve, reject) => {
    const all = { 'x-amz-target': 'AWSEvents.PutEvents', 'content-type': 'application/x-amz-json-1.1', ...headers };
    const target = path === '/' ? url : new URL(path, url);
    const sent = httpRequest(target, { method, headers: all, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(['POST', 'PUT'].includes(method) ? body : undefined);
  });
}

/** An event as a caller of PutEvents words it. */
export const event = (detail: object = {}) => ({ Source: 'app', DetailType: 'd', Detail: JSON.stringify(detail) });
