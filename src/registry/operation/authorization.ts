import { Buffer } from 'node:buffer';
import type { Operation } from '../ledger.ts';
import { registryHost } from '../state.ts';
import { texts } from './request.ts';

/** The token lasts twelve hours. Its text stands in the answer only; CloudTrail never shows it. One for each registry that is asked for, which is no longer documented and still works. */
export const GetAuthorizationToken: Operation = (request, { registry, at, random }) => {
  const ids = request['registryIds'] === undefined ? [registry.id] : texts(request, 'registryIds');
  return {
    authorizationData: ids.map((id) => ({
      authorizationToken: Buffer.from(`AWS:${random.hex(64)}`).toString('base64'),
      expiresAt: at + 12 * 3_600_000,
      proxyEndpoint: `https://${registryHost({ id, region: registry.region })}`,
    })),
  };
};
