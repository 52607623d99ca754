import { expect, test } from 'vitest';
import { A_PUSH, hear, onlyBroken, summary } from './hear.ts';

const promising = (expectation: string, faults = '[]') =>
  `${A_PUSH}delivery: { faults: ${faults} }\nexpect:\n  - event: { ${expectation} }\n`;

const PUSH = 'pattern: { detail: { action-type: [PUSH] } }';

test('an event is promised at least once unless told how often', async () => {
  expect(summary(await hear(promising(PUSH)))).toEqual([
    'kept an event that matches {detail: {action-type: [PUSH]}} is emitted at least once',
  ]);
});

test('emissions are counted before faults, arrivals after them', async () => {
  const twice = '[{ duplicate: { after: 3s } }]';
  expect(summary(await hear(promising(`${PUSH}, times: 1, delivered: 2`, twice)))).toEqual([
    'kept an event that matches {detail: {action-type: [PUSH]}} is emitted exactly once',
    'kept an event that matches {detail: {action-type: [PUSH]}} is delivered exactly 2 times',
  ]);
});

test('where only arrivals are promised, nothing is promised of emissions', async () => {
  expect(summary(await hear(promising('pattern: { detail: { action-type: [DELETE] } }, delivered: 0')))).toEqual([
    'kept an event that matches {detail: {action-type: [DELETE]}} is never delivered',
  ]);
});

test('a pattern that no event matches is explained by the nearest event', async () => {
  expect(
    onlyBroken(
      await hear(promising('pattern: { detail-type: [ECR Image Action], detail: { action-type: [DELETE] } }')),
    ),
  ).toEqual({
    claim:
      'an event that matches {detail-type: [ECR Image Action], detail: {action-type: [DELETE]}} is emitted at least once',
    line: 9,
    outcome: 'it is emitted 0 times',
    expected: 'pattern: {detail-type: [ECR Image Action], detail: {action-type: [DELETE]}}',
    nearest: expect.stringMatching(/^ECR Image Action PUSH SUCCESS web:1\.4\.2 at \S+Z, event 10 of 10$/),
    difference: 'detail.action-type is "PUSH", wanted ["DELETE"]',
  });
});

test('a read-only call is pointed out where plain rules do not see it', async () => {
  const pattern = 'pattern: { detail: { eventName: [GetAuthorizationToken] } }';
  expect(onlyBroken(await hear(promising(pattern)))).toMatchObject({
    nearest: 'GetAuthorizationToken via CloudTrail at 2026-01-15T09:30:00Z',
    difference: expect.stringContaining(
      'rules in state ENABLED never see Get, List and Describe calls; managementEvents: all counts them',
    ),
  });
  expect(summary(await hear(promising(`${pattern}, managementEvents: all, times: 1`)))).toEqual([
    'kept an event that matches {detail: {eventName: [GetAuthorizationToken]}}, among all management events, is emitted exactly once',
  ]);
});

test('arrivals too many are told apart from repetitions', async () => {
  const twice = '[{ duplicate: { after: 3s } }]';
  const broken = onlyBroken(await hear(promising(`${PUSH}, delivered: 1`, twice)));
  expect(broken).toMatchObject({
    outcome: 'it is delivered 2 times',
    difference: '2 arrivals of 1 event: 1 delivered again (fault duplicate)',
  });
  expect(broken.nearest).toMatch(
    /^ECR Image Action PUSH SUCCESS web:1\.4\.2 at \S+Z\nECR Image Action .* at \S+Z \(duplicate\)$/,
  );
});

test('an event that a fault lost is named', async () => {
  expect(onlyBroken(await hear(promising(`${PUSH}, delivered: 1`, '[{ drop: {} }]')))).toMatchObject({
    nearest: expect.stringMatching(/^ECR Image Action PUSH SUCCESS web:1\.4\.2, emitted at /),
    difference: 'it matches, but never arrived (fault drop)',
  });
});

test('an event that is told in another Region is not said to be lost', async () => {
  const findings = await hear(`given:
  - repository: { name: web }
  - registry: { replication: [{ to: [{ region: eu-west-1 }] }] }
steps:
  - push: { image: "web:1.4.2" }
expect:
  - event: { pattern: { detail-type: [ECR Replication Action] }, delivered: 1 }
`);
  expect(onlyBroken(findings).difference).toBe(
    "it matches, but it is told in eu-west-1 of account 123456789012, on a bus that is not the scenario's",
  );
});
