import {
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  StartExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { ended, makeMachine } from './machine.ts';

/** What Step Functions promises of machines as such. */
export const MACHINES: Promises = {
  'a machine is made, described, listed and deleted': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Done: { Type: 'Succeed' } });
    expect(stateMachineArn).toBe(aws.arn('states', 'stateMachine:rollout'));
    expect(await aws.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      name: 'rollout',
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}',
    });
    const { stateMachines } = await aws.sfn.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map(({ name }) => name)).toEqual(['rollout']);
    await aws.sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expect(aws.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    // What is not there needs no deleting.
    await aws.sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  },

  'a definition that leads nowhere is refused': async (aws) => {
    await expect(makeMachine(aws, { Broken: { Type: 'Pass', Next: 'Nowhere' } })).rejects.toMatchObject({
      name: 'InvalidDefinition',
    });
  },

  'a machine and an execution that are not there are refused by that name': async (aws) => {
    const missing = aws.arn('states', 'stateMachine:nothing');
    await expect(aws.sfn.send(new StartExecutionCommand({ stateMachineArn: missing }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${missing}'`,
    });
    const never = aws.arn('states', 'execution:rollout:never');
    await expect(aws.sfn.send(new DescribeExecutionCommand({ executionArn: never }))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${never}'`,
    });
  },

  'a machine that is changed runs its new definition': async (aws) => {
    const stateMachineArn = await makeMachine(aws, { Done: { Type: 'Pass', Result: 'old', End: true } });
    const definition = '{"StartAt":"Done","States":{"Done":{"Type":"Pass","Result":"new","End":true}}}';
    await aws.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    const { executionArn } = await aws.sfn.send(new StartExecutionCommand({ stateMachineArn }));
    expect(await ended(aws, executionArn!)).toMatchObject({ output: '"new"' });
  },

  'a machine is tagged': async (aws) => {
    const resourceArn = await makeMachine(aws, { Done: { Type: 'Succeed' } });
    await aws.sfn.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'team', value: 'web' }] }));
    const { tags } = await aws.sfn.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual([{ key: 'team', value: 'web' }]);
    await aws.sfn.send(new UntagResourceCommand({ resourceArn, tagKeys: ['team'] }));
    expect((await aws.sfn.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([]);
  },

  "a definition is looked at before it is anybody's": async (aws) => {
    const validate = (definition: object) =>
      aws.sfn.send(new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(definition) }));
    expect(await validate({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } })).toMatchObject({
      result: 'OK',
      diagnostics: [],
    });
    const broken = await validate({ StartAt: 'Done', States: { Done: { Type: 'Pass', Next: 'Nowhere' } } });
    expect(broken.result).toBe('FAIL');
    expect(broken.diagnostics).toContainEqual(
      expect.objectContaining({
        severity: 'ERROR',
        message: "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere",
      }),
    );
  },
};
