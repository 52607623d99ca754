import { test } from 'vitest';
import { openServer } from '../../../src/serve/open-server.ts';
import { keepsAnIncident } from '../../contract/incident.ts';

const ACCOUNT = '111122223333';
const REGION = 'us-east-2';

test('an incident in the embedded AWS becomes a scenario that fails the same way, until the bug is mended', async () => {
  const server = await openServer({
    setup: { rules: [], consumers: {}, root: '.' },
    port: 0,
    host: '127.0.0.1',
    allowed: [],
    clock: 'real',
    account: ACCOUNT,
    region: REGION,
    seed: 7,
    tell: (line) => {
      throw new Error(line);
    },
  });
  try {
    await keepsAnIncident({
      endpoint: server.url,
      account: ACCOUNT,
      region: REGION,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      // Nobody but AWS's own services may put such an event.
      tell: async (event) => {
        await server.estate.eventBridge.buses.accept(event, { reaches: 'enabled' }).sent;
      },
    });
  } finally {
    await server[Symbol.asyncDispose]();
  }
});
