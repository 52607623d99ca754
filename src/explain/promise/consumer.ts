import type { Topic } from '../../verdict/finding.ts';
import type { Page } from '../page.ts';
import { CONFIG, PUSH } from '../sample.ts';

type About = Extract<
  Topic,
  'invoked' | 'returned' | 'threw' | 'calls' | 'request' | 'within' | 'contract' | 'invariant' | 'dead-letters'
>;

/** What is expected of the consumer `deployer`, in a scenario. */
function expecting(...members: readonly string[]): string {
  return `${PUSH}expect:\n  - consumer: deployer\n${members.map((member) => `    ${member}\n`).join('')}`;
}

/** Promises that a scenario makes of a consumer. */
export const CONSUMER: Readonly<Record<About, Page>> = {
  invoked: {
    means:
      'The consumer is invoked more or less often than promised: its rule does not match, something between rule and consumer keeps the event, or one event comes twice.',
    example: {
      files: {
        'push.yaml': expecting('invoked: 1'),
        'ecreplay.config.mjs': CONFIG.replace("'action-type'", 'actionType'),
        'deployer.mjs': 'export function handler() {}\n',
      },
      command: ['run', 'push.yaml'],
      says: 'detail.actionType is absent, wanted ["PUSH"]',
    },
    mend: 'For each rule that targets it the report names the event that came nearest and what stood between. npx ecreplay rules FILE finds rules that can never match. Invoked too often: faults, several rules, or tries again after a failure; a consumer of EventBridge has to stand the same event twice.',
  },
  returned: {
    means: 'An invocation returned another value than promised.',
    example: {
      files: {
        'push.yaml': expecting('returned: { deployed: true }'),
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs': 'export function handler() {\n  return { deployed: false };\n}\n',
      },
      command: ['run', 'push.yaml'],
      says: 'deployed is false, wanted true',
    },
    mend: 'Values are compared as the JSON that Lambda sends on. { pattern: … } asks for some members only.',
  },
  threw: {
    means:
      'An invocation failed though none may, or did not fail as promised. To Lambda a time-out is a failure like any other.',
    example: {
      files: {
        'push.yaml': expecting('threw: false'),
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs': 'export function handler(event) {\n  return event.detail.imageTag.trim();\n}\n',
      },
      command: ['run', 'push.yaml'],
      says: "Cannot read properties of undefined (reading 'trim')",
    },
    mend: "The error and the handler's own frames are in the report, with the event it failed with. Events of ECR have members with hyphens: event.detail['image-tag'], absent where an image has no tag.",
  },
  calls: {
    means: 'The consumer makes an AWS call more or less often than promised, or with another input.',
    example: {
      files: {
        'push.yaml': expecting('calls: [{ service: ecs, operation: UpdateService, times: 1 }]'),
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs': 'export function handler() {}\n',
      },
      command: ['run', 'push.yaml'],
      says: 'ecs:UpdateService was never called',
    },
    mend: 'The report says what it called instead. Services are named as in AWS service prefixes (ecs, sns, ssm), operations as in their APIs; "input" is a pattern, so its values stand in lists.',
  },
  request: {
    means: 'The consumer sends an HTTP request more or less often than promised.',
    example: {
      files: {
        'push.yaml': expecting('calls: [{ request: "POST https://hooks.example.com/*", times: 1 }]'),
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs': 'export function handler() {}\n',
      },
      command: ['run', 'push.yaml'],
      says: 'it made no HTTP request at all',
    },
    mend: 'Method and URL are compared, with * for anything. Nothing leaves the machine: what "answers" of the consumer does not answer is refused. Of a consumer in a process of its own only AWS calls are seen.',
  },
  within: {
    means:
      'An invocation ended later after its event than promised: on the way, by faults and tries again, or in the handler.',
    example: {
      files: {
        'push.yaml': expecting('within: 500ms'),
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs': 'export function handler() {}\n',
      },
      command: ['run', 'push.yaml'],
      says: 'on the way',
    },
    mend: 'The report says how much of it was on the way and how much in the handler. "delivery: { latency: … }" sets how long events take; retries wait a minute and then two.',
  },
  contract: {
    means: 'The consumer breaks a contract that every consumer of these events has to keep.',
    example: {
      files: {
        'push.yaml': expecting('contract: idempotent'),
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs': `const { AWS_ENDPOINT_URL: endpoint } = process.env;
export async function handler({ detail }) {
  await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerServiceV20141113.RunTask',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260115/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({ taskDefinition: detail['repository-name'] }),
  });
}
`,
      },
      command: ['run', 'push.yaml'],
      says: 'deployer keeps the contract "idempotent": it does not',
    },
    mend: 'npx ecreplay contract --list tells what each means, the incident behind it and the remedy; npx ecreplay contract CONSUMER tries all of them.',
  },
  invariant: {
    means: 'A function of yours, asked about the whole run, returned false or threw.',
    example: {
      files: {
        'push.yaml': `${PUSH}expect:\n  - invariant: invariants.mjs#deploysOnce\n`,
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs': 'export function handler() {}\n',
        'invariants.mjs': 'export function deploysOnce(run) {\n  throw new Error("it deployed twice");\n}\n',
      },
      command: ['run', 'push.yaml'],
      says: 'the invariant invariants.mjs#deploysOnce holds: it does not: it deployed twice',
    },
    mend: 'What it throws is what is told, so let it throw an Error that says what it saw. The run that it is given is the one that --verbose tells of.',
  },
  'dead-letters': {
    means:
      'More or fewer messages lie in dead-letter queues than a test of yours promises. Scenarios do not ask for it by themselves.',
    example: {
      files: {
        'push.yaml': PUSH,
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs': 'export function handler() {\n  throw new Error("no cluster");\n}\n',
        'push.test.js': `import { expect, test } from 'ecreplay/vitest/test';

test('a push that cannot be deployed is kept', async ({ rehearse }) => {
  const run = await rehearse('push.yaml');
  expect(run).toHaveDeadLettered();
});
`,
      },
      command: ['vitest', 'run'],
      says: 'no dead-letter queue is declared, so what failed is lost',
    },
    mend: 'What has no dead-letter queue is lost without a word: give the target a deadLetterConfig, the queue a redrive. Letters of EventBridge say in ERROR_CODE why they died.',
  },
};
