import { expect, test } from 'vitest';
import { A_PUSH, awsCall, hear, onlyBroken } from '../hear.ts';

const read = { ...awsCall('dynamodb:GetItem', {}), answered: 'empty' } as const;

test('a broken promise of a consumer says which of its calls got an answer that says nothing', async () => {
  const acts = { deployer: () => ({ calls: [read, read, awsCall('ecs:UpdateService', {})] }) };
  const { difference } = onlyBroken(
    await hear(`${A_PUSH}expect:\n  - consumer: deployer\n    returned: 1\n    threw: false\n`, { acts }),
  );
  expect(difference).toMatch(
    /\ndynamodb:GetItem was answered with an empty success; the consumer's `answers` can say more$/,
  );
});

test('an error of a consumer is shown with the frames of its own code', async () => {
  const ours = new URL('../../../../src/consumer/call-handler.ts', import.meta.url).pathname;
  const stack = `Error: no\n    at handler (/app/h.ts:1:2)\n    at call (${ours}:1:2)\n    at Script.runInThisContext (node:vm:1:2)`;
  const acts = {
    deployer: () => ({ outcome: { kind: 'threw', error: { name: 'Error', message: 'no', stack } } as const }),
  };
  const { difference } = onlyBroken(
    await hear(`${A_PUSH}expect:\n  - consumer: deployer\n    threw: false\n`, { acts }),
  );
  expect(difference).toMatch(/^at handler \(\/app\/h\.ts:1:2\)\nlikewise/);
});
