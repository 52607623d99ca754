import { isIP } from 'node:net';
import type { Contract } from '../contract.ts';
import { stumbles } from '../peculiar.ts';

/** Where a call comes from is not always an address. */
export const sourceIsNoAddress: Contract = {
  name: 'source-is-no-address',
  means: 'A record is handled whose `sourceIPAddress` is no address, but "AWS Internal" or the name of a service.',
  incident:
    'An alarm on pushes from outside the office looked up where each came from. All that docker does comes from "AWS Internal", which is no address: it threw, and no push was ever looked at.',
  source: "Class 13. Real records of the registry's proxy; aws/containers-roadmap #1634.",
  example: 'a docker push: `"sourceIPAddress": "AWS Internal"`',
  mend: 'Ask `net.isIP` first, and treat what is no address as a caller with a name.',
  isOfEach: true,
  check: (trial) =>
    stumbles(trial, {
      situations: ['push', 'expire', 'push-without-tag', 'pull', 'pull-through-cache', 'create-repository'],
      plain: ({ detail }) => {
        const source = detail['sourceIPAddress'];
        const isAddress = typeof source === 'string' && isIP(source) !== 0;
        return !('eventName' in detail) || isAddress
          ? []
          : [
              { set: { 'detail.sourceIPAddress': '198.51.100.7' } },
              { set: { 'detail.sourceIPAddress': '203.0.113.7' } },
            ];
      },
    }),
};
