import {
  CancelCommandCommand,
  DeleteParameterCommand,
  GetCommandInvocationCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  PutParameterCommand,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { expect } from 'vitest';
import type { Account } from './account.ts';
import type { Promises } from './place.ts';
import { addTarget, makeRule, put } from './rule.ts';

const INSTANCE = 'i-0123456789abcdef0';

function putParameter({ ssm }: Account, change: object = {}) {
  return ssm.send(new PutParameterCommand({ Name: '/web/tag', Value: '1.4.2', Type: 'String', ...change }));
}

/** What Parameter Store promises. */
export const PARAMETERS: Promises = {
  'a parameter is put, read and replaced': async (aws) => {
    expect(await putParameter(aws)).toMatchObject({ Version: 1, Tier: 'Standard' });
    expect(await putParameter(aws, { Value: '1.4.3', Overwrite: true })).toMatchObject({ Version: 2 });
    const { Parameter } = await aws.ssm.send(new GetParameterCommand({ Name: '/web/tag' }));
    expect(Parameter).toMatchObject({
      Name: '/web/tag',
      Value: '1.4.3',
      Type: 'String',
      Version: 2,
      ARN: aws.arn('ssm', 'parameter/web/tag'),
      DataType: 'text',
    });
  },

  'a parameter is replaced only when that is asked for': async (aws) => {
    await putParameter(aws);
    await expect(putParameter(aws)).rejects.toMatchObject({
      name: 'ParameterAlreadyExists',
      message:
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    });
  },

  'parameters are read by their names and by their path': async (aws) => {
    await putParameter(aws);
    await putParameter(aws, { Name: '/web/deep/er', Value: 'x' });
    const byName = await aws.ssm.send(new GetParametersCommand({ Names: ['/web/tag', '/nothing'] }));
    expect(byName.Parameters?.map(({ Name }) => Name)).toEqual(['/web/tag']);
    expect(byName.InvalidParameters).toEqual(['/nothing']);
    const names = async (Recursive: boolean) =>
      (await aws.ssm.send(new GetParametersByPathCommand({ Path: '/web', Recursive }))).Parameters?.map(
        ({ Name }) => Name!,
      );
    expect(await names(false)).toEqual(['/web/tag']);
    expect((await names(true))?.toSorted()).toEqual(['/web/deep/er', '/web/tag']);
  },

  'a parameter that is not there is refused by that name': async (aws) => {
    await putParameter(aws);
    await aws.ssm.send(new DeleteParameterCommand({ Name: '/web/tag' }));
    for (const Command of [GetParameterCommand, DeleteParameterCommand] as (typeof GetParameterCommand)[]) {
      await expect(aws.ssm.send(new Command({ Name: '/web/tag' }))).rejects.toMatchObject({
        name: 'ParameterNotFound',
      });
    }
  },
};

/** What Run Command promises. */
export const COMMANDS: Promises = {
  'a command is sent, and can be followed to its end': async (aws) => {
    const { Command } = await aws.ssm.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [INSTANCE],
        Parameters: { commands: ['docker pull web:1.4.2'] },
      }),
    );
    expect(Command).toMatchObject({ DocumentName: 'AWS-RunShellScript', Status: 'Pending', InstanceIds: [INSTANCE] });
    const CommandId = Command!.CommandId!;
    const { Commands } = await aws.ssm.send(new ListCommandsCommand({ CommandId }));
    expect(Commands).toMatchObject([{ CommandId, Parameters: { commands: ['docker pull web:1.4.2'] } }]);
    expect(await aws.ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId: INSTANCE }))).toMatchObject({
      Status: 'Success',
      ResponseCode: 0,
    });
  },

  'a rule sends a command to the instances that its target names': async (aws) => {
    await makeRule(aws, 'pushes');
    await addTarget(aws, 'pushes', {
      Id: 'command',
      Arn: `arn:aws:ssm:${aws.region}::document/AWS-RunShellScript`,
      RoleArn: `arn:aws:iam::${aws.id}:role/events`,
      Input: '{"commands":["docker pull web:1.4.2"]}',
      RunCommandParameters: { RunCommandTargets: [{ Key: 'InstanceIds', Values: [INSTANCE] }] },
    });
    await put(aws);
    const list = new ListCommandsCommand({});
    const end = Date.now() + 3_000;
    let { Commands = [] } = await aws.ssm.send(list);
    while (Commands.length === 0 && Date.now() < end) ({ Commands = [] } = await aws.ssm.send(list));
    expect(Commands).toMatchObject([
      { DocumentName: 'AWS-RunShellScript', Parameters: { commands: ['docker pull web:1.4.2'] } },
    ]);
    const { CommandInvocations } = await aws.ssm.send(
      new ListCommandInvocationsCommand({ CommandId: Commands[0]!.CommandId }),
    );
    expect(CommandInvocations?.map(({ InstanceId }) => InstanceId)).toEqual([INSTANCE]);
  },

  'a command that nobody sent is refused by that name': async ({ ssm }) => {
    const CommandId = '11111111-2222-4333-8444-555555555555';
    await expect(ssm.send(new CancelCommandCommand({ CommandId }))).rejects.toMatchObject({
      name: 'InvalidCommandId',
    });
    await expect(ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId: INSTANCE }))).rejects.toMatchObject({
      name: 'InvocationDoesNotExist',
    });
  },
};
