import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CONTRACTS } from '../../../src/contract/contracts.ts';
import { judgeContracts } from '../../../src/contract/judge-contracts.ts';

const NAMES = ['rule-can-match', 'tag-absent', 'idempotent', 'no-crash-on-any-valid-event'];

/** What comes of a handler that is given all that ECR says. */
async function judged(code: string): Promise<Readonly<Record<string, string>>> {
  const root = await mkdtemp(join(tmpdir(), 'ecreplay-idle-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await writeFile(join(root, 'robot.mjs'), code);
  const { verdicts } = await judgeContracts({
    setup: {
      root,
      rules: [{ name: 'all', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'robot' }] }],
      consumers: { robot: { handler: 'robot.mjs#handler' } },
    },
    consumer: 'robot',
    contracts: CONTRACTS.filter(({ name }) => NAMES.includes(name)),
  });
  return Object.fromEntries(
    verdicts.map(({ contract, breach, idle }) => [contract.name, breach === undefined ? (idle ?? 'kept') : 'broken']),
  );
}

test('of a consumer that fails with everything nothing is said but that', async () => {
  expect(await judged("export const handler = async () => { throw new Error('always'); };")).toEqual({
    'rule-can-match': 'kept',
    'tag-absent': 'it fails with all of the kind that reaches it',
    idempotent: 'it fails with all of the kind that reaches it',
    'no-crash-on-any-valid-event': 'broken',
  });
});

test('a consumer that fails with some events is judged by what it does with the others', async () => {
  const code = `export const handler = async ({ detail }) => {
    await fetch(process.env.AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'CodeBuild_20161006.StartBuild',
        authorization: 'AWS4-HMAC-SHA256 Credential=a/20260115/us-east-1/codebuild/aws4_request',
      },
      body: JSON.stringify({ projectName: detail['image-tag'].toLowerCase() }),
    });
  };`;
  expect(await judged(code)).toMatchObject({ 'tag-absent': 'broken', idempotent: 'broken' });
});
