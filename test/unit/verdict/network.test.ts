import { expect, test } from 'vitest';
import { A_PUSH, hear, onlyBroken, summary } from './hear.ts';

const bystander = `${A_PUSH}expect:\n  - consumer: deployer\n    invoked: 1\n`;

test('a refused connection breaks the run even where nothing else is wrong', async () => {
  const acts = {
    deployer: () => ({ refusals: [{ address: 'hooks.example.com:443' }, { address: 'hooks.example.com:443' }] }),
  };
  expect(onlyBroken(await hear(bystander, { acts }))).toEqual({
    claim: 'deployer stays off the network',
    line: 8,
    outcome: 'it tried to reach hooks.example.com:443',
    expected: 'no connection of deployer leaves the rehearsal',
    nearest:
      'hooks.example.com:443, asked for 2 times, first with ECR Image Action PUSH SUCCESS web:1.4.2 by rule "on-push"',
    difference:
      'the connection was refused before anything was sent; a consumer meets only the AWS that is embedded in this process, and what its `answers` say of HTTP requests',
  });
});

test('an endpoint of AWS comes with the way to the embedded one', async () => {
  const acts = { deployer: () => ({ refusals: [{ address: 'ecs.us-east-2.amazonaws.com:443' }] }) };
  expect(onlyBroken(await hear(bystander, { acts })).difference).toMatch(/AWS_ENDPOINT_URL$/);
});

test('each address is a finding of its own', async () => {
  const acts = { deployer: () => ({ refusals: [{ address: 'a.example.com:80' }, { address: 'b.example.com:80' }] }) };
  expect(summary(await hear(A_PUSH, { acts }))).toEqual([
    'BROKEN deployer stays off the network: it tried to reach a.example.com:80',
    'BROKEN deployer stays off the network: it tried to reach b.example.com:80',
  ]);
});

test('a process or a thread is started, not reached', async () => {
  const acts = { deployer: () => ({ refusals: [{ address: 'process:curl' }] }) };
  expect(onlyBroken(await hear(A_PUSH, { acts })).outcome).toBe('it tried to start the process curl');
});
