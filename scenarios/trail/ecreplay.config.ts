import { defineConfig } from '../../src/rehearse/setup.ts';

/** Consumers that no event reaches: they read what CloudTrail writes, minutes later. */
export default defineConfig({
  trails: {
    audit: {
      bucket: 'audit-logs',
      logGroup: 'audit',
      enableLogFileValidation: true,
      // Data keys would be most of it.
      eventSelectors: [{ excludeManagementEventSources: ['kms.amazonaws.com'] }],
    },
  },
  buckets: { 'audit-logs': { notifications: [{ consumer: 'policy-auditor', suffix: '.json.gz' }] } },
  logGroups: {
    audit: {
      subscriptionFilters: [{ consumer: 'denial-counter', filterPattern: '{ $.errorCode = "AccessDenied" }' }],
    },
  },
  consumers: {
    'policy-auditor': {
      handler: './consumers/policy-auditor.ts#handler',
      environment: { TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:open-repositories' },
    },
    'denial-counter': { handler: './consumers/denial-counter.ts#handler' },
  },
});
