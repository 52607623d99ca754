import { expect, test } from 'vitest';
import { Problem } from '../../../../src/problem.ts';
import { propsFor, script } from '../../../../src/rehearse/rehearse.ts';
import { readScenario } from '../../../../src/scenario/read.ts';

async function played(steps: string) {
  const scenario = readScenario(
    `version: 1\ndescription: For a test.\ngiven: [{ repository: { name: web } }]\nsteps:\n${steps}`,
    'test.yaml',
  );
  return script(scenario, await propsFor(scenario));
}

async function problemOf(steps: string): Promise<Problem | undefined> {
  try {
    await played(steps);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return undefined;
}

test('a request that does not fit the API fails as ECR fails it, and is recorded as it came', async () => {
  const { activity, emissions } = await played(
    '  - call: { operation: DescribeImages, request: { repositoryName: web, maxResults: 1001 }, fails: InvalidParameterException }\n',
  );
  expect(activity.failures).toEqual([
    {
      step: 0,
      code: 'InvalidParameterException',
      message:
        "Invalid parameter at 'maxResults' failed to satisfy constraint: 'must have value less than or equal to 1000'",
    },
  ]);
  expect(emissions[0]?.text).toContain('"requestParameters":{"repositoryName":"web","maxResults":1001}');
});

test('a mistyped member of a request is a problem at its step, with what was meant', async () => {
  const problem = await problemOf(
    '  - call: { operation: PutImageTagMutability, request: { repositoryName: web, imageTagMutabilty: MUTABLE } }\n',
  );
  expect(problem).toMatchObject({
    code: 'SCENARIO_WRONG_VALUE',
    message:
      'Cannot call "PutImageTagMutability": its request has no member "imageTagMutabilty", did you mean "imageTagMutability"?',
    place: { line: 5 },
  });
});

test('members deep inside a request are held against the API, too', async () => {
  const problem = await problemOf(
    '  - call: { operation: PutReplicationConfiguration, request: { replicationConfiguration: { rules: [{ destinations: [{ region: us-west-2, account: "123456789012" }] }] } } }\n',
  );
  expect(problem?.message).toContain('has no member "replicationConfiguration.rules[0].destinations[0].account"');
});

test('what a scenario without calls needs, is nothing', async () => {
  const scenario = readScenario('version: 1\ndescription: For a test.\nsteps: [{ wait: 1d }]', 'test.yaml');
  expect(await propsFor(scenario)).toEqual({ checks: undefined });
});
