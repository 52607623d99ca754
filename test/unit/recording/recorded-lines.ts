import type { Recorded } from '../../../src/recording/recorded.ts';

/** When the first of `push` arrived. */
const START = Date.parse('2026-01-15T09:30:00.000Z');

/** The arrival of ECR's own event about a push, the `index`th of many. */
export function push(index: number): Recorded {
  return {
    channel: 'eventbridge',
    arrivedAt: START + index * 250,
    event: {
      version: '0',
      id: `13cde686-328b-6117-af20-${String(index).padStart(12, '0')}`,
      'detail-type': 'ECR Image Action',
      source: 'aws.ecr',
      account: '123456789012',
      time: '2026-01-15T09:30:00Z',
      region: 'us-east-2',
      resources: [],
      detail: {
        result: 'SUCCESS',
        'repository-name': 'web',
        'image-digest': 'sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234',
        'action-type': 'PUSH',
        'image-tag': `1.${index}`,
      },
    },
  };
}
