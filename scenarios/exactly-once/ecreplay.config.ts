import { defineConfig } from '../../src/rehearse/setup.ts';

/** A consumer that may be given the same event twice, and keeps account of what it has done in a table. */
export default defineConfig({
  rules: {
    'announce-releases': {
      pattern: {
        source: ['aws.ecr'],
        'detail-type': ['ECR Image Action'],
        detail: { 'action-type': ['PUSH'], result: ['SUCCESS'], 'image-tag': [{ exists: true }] },
      },
      targets: ['announcer'],
    },
  },
  tables: { announced: { partitionKey: 'id', timeToLive: 'expiration' } },
  consumers: {
    announcer: {
      handler: './consumers/announcer.ts#handler',
      environment: {
        TABLE_NAME: 'announced',
        TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:releases',
        POWERTOOLS_SERVICE_NAME: 'announcer',
      },
    },
  },
});
