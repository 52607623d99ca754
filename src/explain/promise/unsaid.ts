import type { Topic } from '../../verdict/finding.ts';
import type { Page } from '../page.ts';
import { CONFIG, PUSH } from '../sample.ts';

type About = Extract<Topic, 'left-running' | 'endless' | 'unpromised' | 'network'>;

/** Promises that every scenario makes without a word. */
export const UNSAID: Readonly<Record<About, Page>> = {
  network: {
    means:
      'A consumer tried to reach something that is not the AWS of the rehearsal. The connection was refused before anything was sent, also where the consumer has swallowed the error.',
    example: {
      files: {
        'push.yaml': PUSH,
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs':
          'export async function handler() {\n  await fetch("https://hooks.example.com/deployed").catch(() => undefined);\n}\n',
      },
      command: ['run', 'push.yaml'],
      says: 'deployer stays off the network: it tried to reach hooks.example.com:443',
    },
    mend: 'Give the consumer an answer: answers: { "GET https://hooks.example.com/*": { status: 200 } }. An endpoint of AWS is left to the SDK, which finds the one of the rehearsal.',
  },
  'left-running': {
    means:
      'Something that an invocation has started failed when the invocation was over. On Lambda such a failure ends a later invocation, or nobody ever hears of it.',
    example: {
      files: {
        'push.yaml': PUSH,
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs':
          'export function handler() {\n  setImmediate(() => Promise.reject(new Error("too late")));\n}\n',
      },
      command: ['run', 'push.yaml'],
      says: 'deployer leaves nothing running that fails',
    },
    mend: 'Await every promise, and wait for callbacks: what is not awaited is frozen with the environment.',
  },
  endless: {
    means:
      'What a consumer does in the registry sets it off again, without an end. On AWS such a loop goes on until somebody sees the bill.',
    example: {
      files: {
        'push.yaml': PUSH,
        'ecreplay.config.mjs': CONFIG.replace("'action-type': ['PUSH']", "'action-type': ['PUSH', 'DELETE']"),
        'deployer.mjs': `const { AWS_ENDPOINT_URL: endpoint } = process.env;
let count = 0;
export async function handler({ detail }) {
  count += 1;
  const call = (operation, body) =>
    fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.' + operation,
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260115/us-east-1/ecr/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify({ repositoryName: 'web', ...body }),
    }).then((response) => response.json());
  const { images } = await call('BatchGetImage', { imageIds: [{ imageDigest: detail['image-digest'] }] });
  await call('PutImage', { imageManifest: images[0].imageManifest, imageTag: 'copy-' + count });
}
`,
      },
      command: ['run', 'push.yaml'],
      says: 'deployer does not set itself off for ever',
    },
    mend: 'Leave out in the pattern what the consumer itself pushes (another repository, another tag), or change nothing where all is as it is wanted.',
  },
  unpromised: {
    means:
      'A consumer failed of which the scenario promises nothing. That breaks no promise, but nobody should believe that all is well.',
    example: {
      files: {
        'push.yaml': `${PUSH}expect:\n  - event: { pattern: { source: [aws.ecr] } }\n`,
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs': 'export function handler() {\n  throw new Error("no cluster");\n}\n',
      },
      command: ['run', 'push.yaml'],
      says: 'the scenario promises nothing of deployer',
    },
    mend: 'Make a promise of it: "- consumer: deployer" with "threw: false" under expect; or take the rule out of this configuration.',
  },
};
