import { expect, test } from 'vitest';
import { answersOf } from '../../../src/deduce/answers.ts';
import type { Said } from '../../../src/deduce/said.ts';

const ARN = 'arn:aws:sts::123456789012:assumed-role/deployer-role/deployer';

function called(line: number, eventSource: string, eventName: string, errorCode?: string, arn = ARN): Said {
  return {
    line,
    value: {
      eventID: String(line),
      eventSource,
      eventName,
      userIdentity: { type: 'AssumedRole', arn },
      ...(errorCode === undefined ? {} : { errorCode, errorMessage: 'No' }),
    },
  };
}

const LINES = [
  called(1, 'ecs.amazonaws.com', 'UpdateService', 'ThrottlingException'),
  called(2, 'ecs.amazonaws.com', 'UpdateService', 'ThrottlingException'),
  called(3, 'states.amazonaws.com', 'StartExecution', 'AccessDenied'),
  called(4, 'lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', 'ResourceNotFoundException'),
  called(5, 'sns.amazonaws.com', 'Publish'),
  called(6, 'ssm.amazonaws.com', 'GetParameter', 'ThrottlingException'),
  called(7, 'ssm.amazonaws.com', 'GetParameter'),
  called(8, 'ecs.amazonaws.com', 'StopTask', 'AccessDenied', 'arn:aws:sts::123456789012:assumed-role/other/other'),
];

test.each(['deployer', 'deployer-role'])(
  'what a role was refused becomes answers by the names of its clients: %s',
  (role) => {
    expect(answersOf(LINES, role)).toEqual({
      answers: {
        'ecs:UpdateService': { error: { code: 'ThrottlingException', message: 'No' } },
        'sfn:StartExecution': { error: { code: 'AccessDeniedException', message: 'No' } },
        'lambda:UpdateFunctionCode': { error: { code: 'ResourceNotFoundException', message: 'No' } },
      },
      mixed: ['ssm:GetParameter'],
    });
  },
);

test('nobody else’s refusals are answers', () => {
  expect(answersOf(LINES, 'nobody')).toEqual({ answers: {}, mixed: [] });
});
