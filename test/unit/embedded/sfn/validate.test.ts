import { expect, test } from 'vitest';
import { only, stage } from './stage.ts';

async function validated(definition: string, type = 'STANDARD') {
  return stage().ask('ValidateStateMachineDefinition', { definition, type });
}

const schema = (message: string, location?: string) => ({
  severity: 'ERROR',
  code: 'SCHEMA_VALIDATION_FAILED',
  message,
  ...(location !== undefined && { location }),
});

// As recorded against AWS.
test.each([
  ['', [schema('Definition must be a valid JSON object')]],
  ['{}', [schema('These fields are required: [States, StartAt]', '/')]],
  ['{"States":{"A":{"Type":"Pass","End":true}}}', [schema('These fields are required: [StartAt]', '/')]],
  [
    JSON.stringify({ QueryLanguage: 'JSONata', ...only({ Type: 'Pass', QueryLanguage: 'JSONPath' }) }),
    [schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", '/States/Only')],
  ],
])('%s fails as AWS says', async (definition, diagnostics) => {
  expect(await validated(definition)).toEqual({ result: 'FAIL', diagnostics, truncated: false });
});

test('an express machine cannot wait to be called back', async () => {
  const wait = only({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' });
  expect(await validated(JSON.stringify(wait), 'EXPRESS')).toEqual({
    result: 'FAIL',
    diagnostics: [
      schema(
        "Express state machine does not support '.waitForTaskToken' service integration ",
        '/States/Only/Resource',
      ),
    ],
    truncated: false,
  });
  expect(await validated(JSON.stringify(wait))).toEqual({ result: 'OK', diagnostics: [], truncated: false });
});

test('what is not JSON is told as that', async () => {
  expect(await validated('not a definition')).toMatchObject({
    result: 'FAIL',
    diagnostics: [{ code: 'INVALID_JSON_DESCRIPTION' }],
  });
});

test.each([
  ['a start that is not there', { StartAt: 'X', States: { A: { Type: 'Succeed' } } }, '/StartAt'],
  ['a next that is not there', { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'X' } } }, '/States/A/Next'],
  ['neither next nor end', { StartAt: 'A', States: { A: { Type: 'Pass' } } }, '/States/A'],
  ['a kind that there is not', only({ Type: 'Loop' }), '/States/Only/Type'],
  [
    'a state nobody leads to',
    { StartAt: 'A', States: { A: { Type: 'Succeed' }, B: { Type: 'Succeed' } } },
    '/States/B',
  ],
  ['a task without a resource', only({ Type: 'Task' }), '/States/Only'],
  ['a resource that is none', only({ Type: 'Task', Resource: 'echo' }), '/States/Only/Resource'],
  ['a wait for nothing', only({ Type: 'Wait' }), '/States/Only'],
  ['a wait for two things', only({ Type: 'Wait', Seconds: 1, SecondsPath: '$.s' }), '/States/Only'],
  ['a path that is none', only({ Type: 'Pass', InputPath: 'a.b' }), '/States/Only/InputPath'],
  [
    'a template with a path that is none',
    only({ Type: 'Pass', Parameters: { a: [{ 'b.$': '$[' }] } }),
    '/States/Only/Parameters/a[0]/b.$',
  ],
  ['a field of the other language', only({ Type: 'Pass', Output: 1 }), '/States/Only/Output'],
  [
    'a field of the other language',
    only({ Type: 'Pass', InputPath: '$' }, { QueryLanguage: 'JSONata' }),
    '/States/Only/InputPath',
  ],
  ['a choice of nothing', { StartAt: 'A', States: { A: { Type: 'Choice', Choices: [] } } }, '/States/A/Choices'],
  [
    'a rule that asks two things',
    {
      StartAt: 'A',
      States: {
        A: { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, IsString: true, Next: 'B' }] },
        B: { Type: 'Succeed' },
      },
    },
    '/States/A/Choices[0]',
  ],
  [
    'a wrong state in a branch',
    only({ Type: 'Parallel', Branches: [{ StartAt: 'X', States: { X: { Type: 'Pass' } } }] }),
    '/States/Only/Branches[0]/States/X',
  ],
  ['a map without states', only({ Type: 'Map' }), '/States/Only'],
  [
    'a distributed map that reads its items from elsewhere',
    only({
      Type: 'Map',
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject' },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'X',
        States: { X: { Type: 'Pass', End: true } },
      },
    }),
    '/States/Only',
  ],
  [
    'a distributed map that does not say what kind of executions it runs',
    only({
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED' },
        StartAt: 'X',
        States: { X: { Type: 'Pass', End: true } },
      },
    }),
    '/States/Only/ItemProcessor/ProcessorConfig',
  ],
])('%s is found', async (_, definition, location) => {
  const { result, diagnostics } = await validated(JSON.stringify(definition));
  expect(result).toBe('FAIL');
  expect(diagnostics).toMatchObject([{ severity: 'ERROR', location }]);
});

test('all that is wrong is found at once, up to the number asked for', async () => {
  const { ask } = stage();
  const definition = JSON.stringify({
    StartAt: 'A',
    States: { A: { Type: 'Pass', Next: 'X' }, B: { Type: 'Wait', End: true } },
  });
  expect((await validated(definition))['diagnostics']).toHaveLength(3);
  expect(await ask('ValidateStateMachineDefinition', { definition, maxResults: 2 })).toMatchObject({
    diagnostics: [{}, {}],
    truncated: true,
  });
});
