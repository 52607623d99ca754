import {
  CancelCommandCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { addTarget, makeRule, put } from '../rule.ts';

const INSTANCE = 'i-0123456789abcdef0';

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

  'an instance that was sent a command is one that is managed': async ({ ssm }) => {
    await ssm.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [INSTANCE],
        Parameters: { commands: ['true'] },
      }),
    );
    const { InstanceInformationList } = await ssm.send(new DescribeInstanceInformationCommand({}));
    expect(InstanceInformationList).toMatchObject([
      { InstanceId: INSTANCE, PingStatus: 'Online', PlatformType: 'Linux', ResourceType: 'EC2Instance' },
    ]);
  },

  'a document is run only with what it needs': async ({ ssm }) => {
    await expect(
      ssm.send(new SendCommandCommand({ DocumentName: 'AWS-RunShellScript', InstanceIds: [INSTANCE] })),
    ).rejects.toMatchObject({ name: 'InvalidParameters' });
  },
};
