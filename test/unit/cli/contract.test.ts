import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CONTRACTS } from '../../../src/contract/contracts.ts';
import { project } from './project.ts';

/** The SDK is not installed where the handler is. */
const SQS = pathToFileURL(createRequire(import.meta.url).resolve('@aws-sdk/client-sqs')).href;

/** Hands each push on to a queue, by its tag. */
const PLANTED = `import { SendMessageCommand, SQSClient } from '${SQS}';

const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

export async function handler({ detail }) {
  console.log('a line of its own');
  await sqs.send(new SendMessageCommand({ QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/pushes', MessageBody: detail['image-tag'].trim() }));
}
`;

const REPAIRED = `import { SendMessageCommand, SQSClient } from '${SQS}';

const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

export async function handler({ id, detail }) {
  if (detail['image-tag'] === undefined) return;
  await sqs.send(new SendMessageCommand({
    QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/pushes.fifo',
    MessageGroupId: 'pushes',
    MessageDeduplicationId: id,
    MessageBody: detail['image-tag'].trim(),
  }));
}
`;

const PUSHES = '{"source":["aws.ecr"],"detail-type":["ECR Image Action"],"detail":{"action-type":["PUSH"]}}';
const CONFIG = `export default {
  rules: {
    pushes: { pattern: ${PUSHES}, targets: ['planted', 'repaired'] },
    never: { pattern: {"source":["aws.ecr"],"detail-type":["ECR Image Action"],"account":["999999999999"],"detail":{"repository-name":["Web"]}}, targets: ['unheard'] },
  },
  consumers: {
    planted: { handler: 'planted.mjs#handler' },
    repaired: { handler: 'repaired.mjs#handler' },
    unheard: { handler: 'repaired.mjs#handler' },
    nowhere: { handler: 'nowhere.mjs#handler' },
  },
  queues: { pushes: {}, 'pushes.fifo': {} },
};
`;
const FILES = { 'planted.mjs': PLANTED, 'repaired.mjs': REPAIRED, 'ecreplay.config.mjs': CONFIG };

test('a planted mistake is told with the contract, the event, the line and the remedy, and how to see it again', async () => {
  using folder = project(FILES);
  const { status, stdout, stderr } = await folder.ecreplay(['contract', 'planted', '-o', 'scenarios/found.yaml']);
  expect(stdout).toContain('BROKEN  tag-absent: planted throws TypeError: ');
  expect(stdout).toContain('planted.mjs:7:');
  expect(stdout).toContain('"action-type":"PUSH"');
  expect(stdout).toContain('again: npx ecreplay contract planted --only tag-absent --seed 1');
  expect(stdout).toContain('BROKEN  idempotent: planted does again what it has done');
  expect(stdout).not.toContain('a line of its own');
  expect(stderr).toContain('scenarios/found.yaml shows "tag-absent"');
  expect(status).toBe(1);

  const run = await folder.ecreplay(['run', 'scenarios/found.yaml']);
  expect(run.stdout + run.stderr).toContain('planted keeps the contract "tag-absent": it does not');
  expect(run.status).toBe(1);
});

test('its repaired twin keeps every contract that it can break', async () => {
  using folder = project(FILES);
  const { status, stdout } = await folder.ecreplay(['contract', 'repaired']);
  expect(stdout).not.toContain('BROKEN');
  expect(stdout).toMatch(/repaired keeps (\d+) of \1 contracts; \d+ more could not be judged/);
  expect(status).toBe(0);
});

test('a handler is judged without a configuration, and what its rule lets through can be said', async () => {
  using folder = project({ 'src/planted.mjs': PLANTED });
  const wide = ['contract', 'src/planted.mjs#handler', '--only', 'ignores-other-detail-types', '--json'];
  const narrow = [...wide, '--rule', PUSHES];
  const { status, stdout, stderr } = await folder.ecreplay(wide);
  expect(JSON.parse(stdout)).toMatchObject({ contract: 'ignores-other-detail-types', kind: 'broken' });
  expect(stderr).toContain('--rule');
  expect(status).toBe(1);
  const { status: narrowed, stdout: told } = await folder.ecreplay(narrow);
  expect(JSON.parse(told)).toMatchObject({ kind: 'kept' });
  expect(narrowed).toBe(0);
});

test('a scenario holds a consumer to contracts over its own events', async () => {
  const scenario = (consumer: string): string => `version: 1
description: A release is pushed.
given: [{ repository: { name: web } }]
steps: [{ push: { image: "web:1.4.2" } }]
expect:
  - consumer: ${consumer}
    contract:
      - tag-absent
      - idempotent
`;
  using folder = project({ ...FILES, 'planted.yaml': scenario('planted'), 'repaired.yaml': scenario('repaired') });
  const broken = await folder.ecreplay(['run', 'planted.yaml']);
  expect(broken.stdout + broken.stderr).toContain('planted keeps the contract "idempotent": it does not');
  expect(broken.stdout + broken.stderr).toContain('planted.yaml:9:9');
  expect(broken.stdout + broken.stderr).not.toContain('"tag-absent": it does not');
  const kept = await folder.ecreplay(['run', 'repaired.yaml']);
  expect(kept.status).toBe(0);
});

test('a contract that there is not is refused in a scenario', async () => {
  using folder = project({
    ...FILES,
    'a.yaml': `version: 1
description: A release is pushed.
given: [{ repository: { name: web } }]
steps: [{ push: { image: "web:1.4.2" } }]
expect: [{ consumer: repaired, contract: idempotnt }]
`,
  });
  const { status, stderr } = await folder.ecreplay(['check', 'a.yaml']);
  expect(stderr).toContain('idempotnt');
  expect(status).toBe(2);
});

test('the list tells each contract with its incident, and the table each operation with its reason', async () => {
  using folder = project({});
  const { stdout: list } = await folder.ecreplay(['contract', '--list']);
  for (const { name } of CONTRACTS) expect(list).toContain(`${name}\n  means`);
  expect(CONTRACTS.filter(({ incident, mend }) => !list.includes(incident) || !list.includes(mend))).toEqual([]);
  const { stdout: table } = await folder.ecreplay(['contract', '--operations']);
  expect(table).toMatch(/^ecs:RunTask +acts +one where clientToken is one; /m);
  expect(table).toMatch(/^ecs:UpdateService +sets /m);
});

test('a handler that never ends is told, and the command ends', async () => {
  using folder = project({ 'h.mjs': 'export const handler = () => new Promise(() => {});\n' });
  const { status, stdout } = await folder.ecreplay(['contract', 'h.mjs#handler', '--rule', PUSHES]);
  expect(stdout).toContain('h does not end within 3000 ms');
  expect(stdout).toContain('were not tried');
  expect(status).toBe(1);
});

describe.each([
  ['nobody is named', ['contract'], 'Cannot tell whom to hold to contracts'],
  ['a consumer that there is not', ['contract', 'plantd'], 'did you mean "planted"'],
  ['a contract that there is not', ['contract', 'planted', '--only', 'idempotnt'], 'did you mean "idempotent"'],
  [
    'nothing is left to judge',
    ['contract', 'planted', '--only', 'idempotent', '--except', 'idempotent'],
    'leave no contract',
  ],
  ['a handler that is not there', ['contract', 'nowhere'], 'there is no file "nowhere.mjs"'],
  ['a rule beside a consumer that has one', ['contract', 'planted', '--rule', '{}'], 'has rules of its own'],
  ['a rule that EventBridge refuses', ['contract', 'planted.mjs#handler', '--rule', '{'], 'Event pattern is not valid'],
  ['a file that is there already', ['contract', 'planted', '-o', 'planted.mjs'], 'there is a file already'],
  ['a consumer that nothing reaches', ['contract', 'unheard', '--only', 'idempotent'], 'no event has reached it'],
] as const)('%s', (_, words, message) => {
  test('is refused in a sentence', async () => {
    using folder = project(FILES);
    const { status, stderr } = await folder.ecreplay([...words]);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});
