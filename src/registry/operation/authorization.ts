import { Buffer } from 'node:buffer';
import type { Operation } from '../ledger.ts';
import { registryHost } from '../state.ts';

/** The token lasts twelve hours. Its text stands in the answer only; CloudTrail never shows it. */
export const GetAuthorizationToken: Operation = (_request, { registry, at, random }) => ({
  authorizationData: [
    {
      authorizationToken: Buffer.from(`AWS:${random.hex(64)}`).toString('base64'),
      expiresAt: at + 12 * 3_600_000,
      proxyEndpoint: `https://${registryHost(registry)}`,
    },
  ],
});
