import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkerSpec } from '../../../../src/consumer/consumer.ts';
import type { WrittenConfig } from '../../../../src/rehearse/load-setup.ts';

/** A few calls of SQS in a few lines, so that a worker starts in no time: `receive`, `remove`, `call`, `pushed`. */
const CLIENT = `
const url = process.env.QUEUE_URL;
async function call(service, operation, input) {
  const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': service === 'sqs' ? 'AmazonSQS.' + operation : 'AmazonEC2ContainerServiceV20141113.' + operation,
      authorization: 'AWS4-HMAC-SHA256 Credential=x/20260115/us-east-1/' + service + '/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  return answer.json();
}
const receive = async (more = {}) =>
  (await call('sqs', 'ReceiveMessage', { QueueUrl: url, WaitTimeSeconds: 20, MaxNumberOfMessages: 1, ...more })).Messages ?? [];
const remove = ({ ReceiptHandle }) => call('sqs', 'DeleteMessage', { QueueUrl: url, ReceiptHandle });
const tagOf = ({ Body }) => JSON.parse(Body).detail['image-tag'];
`;

/** A folder with a worker in it, which is gone when the test ends. */
export function worker(code: string, more: Partial<WorkerSpec> = {}, config: WrittenConfig = {}) {
  const root = mkdtempSync(join(tmpdir(), 'ecreplay-worker-'));
  writeFileSync(join(root, 'worker.mjs'), CLIENT + code);
  const setup: WrittenConfig = {
    rules: {
      pushes: {
        pattern: { 'detail-type': ['ECR Image Action'], detail: { 'action-type': ['PUSH'] } },
        targets: [{ queue: 'pushes' }],
      },
    },
    queues: { pushes: { redrive: { queue: 'dead-pushes', maxReceiveCount: 2 } } },
    consumers: { worker: { queue: 'pushes', command: [process.execPath, 'worker.mjs'], ...more } },
    root,
    ...config,
  };
  return { root, setup, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}
