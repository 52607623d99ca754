import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { Lambda } from '@aws-sdk/client-lambda';
import { SQS } from '@aws-sdk/client-sqs';
import { vi } from 'vitest';
import { openAwsBus } from '../../src/bus/aws/aws-bus.ts';
import type { Bus } from '../../src/bus/bus.ts';
import type { AwsSpec } from '../../src/bus/bus-spec.ts';
import type { Staging } from '../../src/bus/open-bus.ts';
import { openServer, type Server, type Serving } from '../../src/serve/open-server.ts';

/** Whose account the stand-in is. */
export const ACCOUNT = '123456789012';
export const REGION = 'us-east-2';

/** The embedded AWS in the role of AWS, and clients of the account's owner. */
export interface StandIn extends AsyncDisposable {
  readonly server: Server;
  readonly events: EventBridge;
  readonly sqs: SQS;
  readonly lambda: Lambda;
  arn(service: string, resource: string): string;
  /** Opens the bus under test. */
  open(spec?: Partial<AwsSpec>, staging?: Partial<Staging>): Promise<Bus>;
  /** Everything in the account that a run has made, and every ledger of what it may have made. */
  left(): Promise<readonly string[]>;
}

/** Starts an AWS of this machine's own; nothing in it and nothing of the user's is touched. */
export async function standIn(serving: Partial<Serving> = {}): Promise<StandIn> {
  const state = mkdtempSync(join(tmpdir(), 'ecreplay-aws-'));
  vi.stubEnv('ECREPLAY_STATE', state);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
  const server = await openServer({
    setup: { rules: [], consumers: {}, root: '.' },
    port: 0,
    host: '127.0.0.1',
    allowed: [],
    clock: 'real',
    account: ACCOUNT,
    region: REGION,
    seed: 5,
    tell: (line) => {
      throw new Error(line);
    },
    ...serving,
  });
  const config = { endpoint: server.url, region: REGION };
  const clients = { events: new EventBridge(config), sqs: new SQS(config), lambda: new Lambda(config) };
  return {
    server,
    ...clients,
    arn: (service, resource) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`,
    open: (spec = {}, staging = {}) =>
      openAwsBus(
        { kind: 'aws', strategy: 'invoke', account: ACCOUNT, region: REGION, endpoint: server.url, ...spec },
        { scenario: 's', rules: [], consumers: new Map(), owner: { account: ACCOUNT, region: REGION }, ...staging },
      ),
    left: async () => {
      const { EventBuses = [] } = await clients.events.listEventBuses({});
      const { QueueUrls = [] } = await clients.sqs.listQueues({ QueueNamePrefix: 'ecreplay-' });
      const { Rules = [] } = await clients.events.listRules({ NamePrefix: 'ecreplay-' });
      return [
        ...EventBuses.map(({ Name = '' }) => Name).filter((name) => name !== 'default'),
        ...QueueUrls,
        ...Rules.map(({ Name = '' }) => Name),
        ...readdirSync(state).filter((name) => name.endsWith('.ndjson')),
      ];
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await server[Symbol.asyncDispose]();
      rmSync(state, { recursive: true });
      vi.unstubAllEnvs();
    },
  };
}
