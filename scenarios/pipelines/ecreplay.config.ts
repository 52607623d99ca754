import { defineConfig } from '../../src/rehearse/setup.ts';

const pushes = {
  source: ['aws.ecr'],
  'detail-type': ['ECR Image Action'],
  detail: { 'action-type': ['PUSH'], result: ['SUCCESS'], 'image-tag': [{ exists: true }] },
};

/** Consumers that no rule calls: one reads a queue, one is a step of a state machine. */
export default defineConfig({
  rules: {
    'queue-releases': { pattern: pushes, targets: [{ queue: 'releases' }] },
    'promote-releases': { pattern: pushes, targets: [{ stateMachine: 'promote', inputPath: '$.detail' }] },
  },
  queues: {
    releases: { attributes: { VisibilityTimeout: 60 }, redrive: { queue: 'releases-failed', maxReceiveCount: 3 } },
    'releases-failed': {},
  },
  eventSources: [{ queue: 'releases', consumer: 'release-notes', batchSize: 10, reportBatchItemFailures: true }],
  stateMachines: { promote: { definition: './promote.asl.json' } },
  consumers: {
    'release-notes': { handler: './consumers/release-notes.ts#handler' },
    'smoke-test': { handler: './consumers/smoke-test.ts#handler' },
  },
});
