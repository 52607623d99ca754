import { defineConfig } from '../src/rehearse/setup.ts';

/** The rules and consumers that the scenarios of this folder judge. In a project of your own: import from 'ecreplay/config'. */
export default defineConfig({
  rules: {
    'deploy-on-push': {
      pattern: {
        source: ['aws.ecr'],
        'detail-type': ['ECR Image Action'],
        // Manifests of a multi-platform push arrive without a tag: nothing to deploy by.
        detail: { 'action-type': ['PUSH'], result: ['SUCCESS'], 'image-tag': [{ exists: true }] },
      },
      targets: ['deployer'],
    },
    'notify-on-scan': {
      pattern: { source: ['aws.ecr'], 'detail-type': ['ECR Image Scan'] },
      targets: ['scan-notifier'],
    },
    'audit-repositories': {
      pattern: {
        source: ['aws.ecr'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: { eventSource: ['ecr.amazonaws.com'], eventName: ['CreateRepository', 'SetRepositoryPolicy'] },
      },
      targets: ['repository-auditor'],
    },
  },
  consumers: {
    deployer: { handler: './consumers/deployer.ts#handler', environment: { CLUSTER: 'production' } },
    'scan-notifier': {
      handler: './consumers/scan-notifier.ts#handler',
      environment: { TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:scan-findings' },
    },
    'repository-auditor': { handler: './consumers/repository-auditor.ts#handler' },
  },
});
