import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import { withReach, type Reach } from '../../../../src/recording/capture/reach.ts';
import { openServer } from '../../../../src/serve/open-server.ts';
import { openAccount, type Account } from '../../../contract/aws/account.ts';

const ID = '123456789012';
const REGION = 'us-east-2';

/** Says whose credentials these are, as a user's shell does. */
export function asTheUser(): void {
  beforeAll(() => {
    const state = mkdtempSync(join(tmpdir(), 'ecreplay-state-'));
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      ECREPLAY_STATE: state,
    });
    return () => rmSync(state, { recursive: true, force: true });
  });
}

/** Where an embedded AWS is, and its clock where that stands still. */
export interface Served {
  readonly endpoint: string;
  readonly advance: (by: number) => Promise<void>;
}

/** An embedded AWS behind its port, and a way there as sources have it. */
export async function withAccount<Result>(
  use: (account: Account, reach: Reach, server: Served) => Promise<Result>,
  clock: 'real' | 'manual' = 'real',
): Promise<Result> {
  const server = await openServer({
    setup: { rules: [], consumers: {}, root: '.' },
    port: 0,
    host: '127.0.0.1',
    allowed: [],
    clock,
    account: ID,
    region: REGION,
    seed: 7,
    tell: (line) => {
      throw new Error(line);
    },
  });
  await using account = openAccount({
    endpoint: server.url,
    id: ID,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    http2: true,
    define: (name) => server.estate.functions.define(name, () => Promise.resolve({ kind: 'returned', value: null })),
    close: () => server[Symbol.asyncDispose](),
  });
  const where = { account: ID, region: REGION, endpoint: server.url };
  return await withReach(where, (reach) => use(account, reach, { endpoint: server.url, advance: server.advance }));
}
