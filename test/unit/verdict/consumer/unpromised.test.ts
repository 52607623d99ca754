import { expect, test } from 'vitest';
import { A_PUSH, type Acts, hear } from '../hear.ts';

const fails: Acts = (_, nth) => ({
  outcome:
    nth === 1
      ? { kind: 'threw', error: { name: 'TypeError', message: 'no tag' } }
      : { kind: 'timed-out', after: 3_000 },
});

test('a consumer that fails and that no promise names is told of, and breaks nothing', async () => {
  const findings = await hear(
    `${A_PUSH}expect:\n  - event: { pattern: { source: [aws.ecr], detail-type: [ECR Image Action] }, times: 1 }\n`,
    { acts: { deployer: fails } },
  );
  expect(findings.map(({ kind, claim }) => [kind, claim])).toEqual([
    ['kept', 'an event that matches {source: [aws.ecr], detail-type: [ECR Image Action]} is emitted exactly once'],
    ['unchecked', 'no invocation of deployer fails'],
  ]);
  expect(findings[1]?.reason).toMatch(
    /^the scenario promises nothing of deployer, of which \d of \d failed: TypeError: no tag\. /,
  );
});

test('of a consumer that a promise names, and of one that does not fail, nothing is added', async () => {
  const named = await hear(`${A_PUSH}expect:\n  - consumer: deployer\n    threw: true\n`, {
    acts: { deployer: () => ({ outcome: { kind: 'threw', error: { name: 'Error', message: 'no' } } }) },
  });
  const quiet = await hear(`${A_PUSH}expect:\n  - event: { pattern: { source: [aws.ecr] }, times: { atLeast: 1 } }\n`);
  expect([...named, ...quiet].map(({ kind }) => kind)).toEqual(['kept', 'kept']);
});
