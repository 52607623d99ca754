import {
  AddTagsToResourceCommand,
  CancelCommandCommand,
  DescribeInstanceInformationCommand,
  DuplicateInstanceId,
  GetCommandInvocationCommand,
  InvalidCommandId,
  InvalidInstanceId,
  InvalidParameters,
  InvocationDoesNotExist,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  type SendCommandCommandInput,
  SSMClient,
  waitUntilCommandExecuted,
} from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { openCommands, type Ending } from '../../../../src/embedded/ssm/commands.ts';
import { openParameters } from '../../../../src/embedded/ssm/parameters.ts';
import { ssm } from '../../../../src/embedded/ssm/ssm.ts';
import { seeded } from '../../../../src/random.ts';
import { answering, CLIENT } from '../kinesis/answering.ts';

const NOW = Date.parse('2026-01-15T09:30:00Z');
const ONE = 'i-0123456789abcdef0';
const TWO = 'mi-0123456789abcdef0';

/** Commands of their own for each test, and the SDK's client for them. */
function stage(endingOf?: Ending, takesNamedAsGiven = false) {
  const agenda = virtualAgenda(NOW);
  const scene = { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda, takesNamedAsGiven };
  const commands = openCommands(scene, endingOf);
  const client = new SSMClient({
    ...CLIENT,
    requestHandler: sdkRequestHandler(answering(ssm({ commands, parameters: openParameters(scene) }))),
  });
  const send = async (input: Partial<SendCommandCommandInput> = {}) => {
    const { Command } = await client.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [ONE],
        Parameters: { commands: ['docker pull web'] },
        ...input,
      }),
    );
    return Command!;
  };
  const state = async (CommandId: string | undefined) => {
    const { Commands } = await client.send(new ListCommandsCommand({ CommandId }));
    return Commands?.[0];
  };
  return { agenda, commands, client, send, state };
}

test('a command is pending when it has been sent, and a success when somebody looks', async () => {
  const { client, send } = stage(() => ({ output: 'pulled\n' }));
  const command = await send({ Comment: 'deploy' });
  expect(command).toMatchObject({
    DocumentName: 'AWS-RunShellScript',
    DocumentVersion: '$DEFAULT',
    Comment: 'deploy',
    InstanceIds: [ONE],
    Parameters: { commands: ['docker pull web'] },
    RequestedDateTime: new Date(NOW),
    ExpiresAfter: new Date(NOW + 7_200_000),
    Status: 'Pending',
    TargetCount: 1,
    CompletedCount: 0,
  });
  await waitUntilCommandExecuted({ client, maxWaitTime: 6 }, { CommandId: command.CommandId!, InstanceId: ONE });
  expect(
    await client.send(new GetCommandInvocationCommand({ CommandId: command.CommandId, InstanceId: ONE })),
  ).toMatchObject({
    PluginName: 'aws:runShellScript',
    Status: 'Success',
    StatusDetails: 'Success',
    ResponseCode: 0,
    StandardOutputContent: 'pulled\n',
    ExecutionStartDateTime: '2026-01-15T09:30:00.000Z',
    ExecutionElapsedTime: 'PT0S',
  });
});

test('a command takes its time, and fails when more instances fail than may', async () => {
  const { agenda, client, send, state } = stage((_, instance) => ({
    after: 30_000,
    ...(instance === TWO && { status: 'Failed', error: 'no such image', responseCode: 125 }),
  }));
  const { CommandId } = await send({ InstanceIds: [ONE, TWO] });
  expect(await state(CommandId)).toMatchObject({ Status: 'InProgress', TargetCount: 2, CompletedCount: 0 });
  await agenda.runUntil(NOW + 30_000);
  expect(await state(CommandId)).toMatchObject({ Status: 'Failed', CompletedCount: 2, ErrorCount: 1 });
  const { CommandInvocations } = await client.send(new ListCommandInvocationsCommand({ CommandId, Details: true }));
  expect(CommandInvocations?.map(({ InstanceId, Status }) => [InstanceId, Status])).toEqual([
    [ONE, 'Success'],
    [TWO, 'Failed'],
  ]);
  expect(CommandInvocations?.[1]?.CommandPlugins).toMatchObject([
    { Name: 'aws:runShellScript', ResponseCode: 125, Output: '\n----------ERROR-------\nno such image' },
  ]);
  const { CommandId: lenient } = await send({ InstanceIds: [ONE, TWO], MaxErrors: '50%' });
  await agenda.runUntil(NOW + 60_000);
  expect(await state(lenient)).toMatchObject({ Status: 'Success', ErrorCount: 1 });
});

test('a command can be cancelled until it has ended', async () => {
  const { agenda, client, send, state } = stage(() => ({ after: 30_000, output: 'never seen' }));
  const { CommandId } = await send();
  await client.send(new CancelCommandCommand({ CommandId }));
  await agenda.runUntil(NOW + 60_000);
  expect(await state(CommandId)).toMatchObject({ Status: 'Cancelled', StatusDetails: 'Cancelled' });
  expect(await client.send(new GetCommandInvocationCommand({ CommandId, InstanceId: ONE }))).toMatchObject({
    ResponseCode: -1,
    StandardOutputContent: '',
  });
  const second = await send();
  await agenda.runUntil(NOW + 120_000);
  await client.send(new CancelCommandCommand({ CommandId: second.CommandId }));
  expect(await state(second.CommandId)).toMatchObject({ Status: 'Success' });
});

test('a tag stands for the instances that have it, and several targets narrow each other down', async () => {
  const { client, send } = stage();
  for (const [ResourceId, role] of [
    [ONE, 'web'],
    [TWO, 'web'],
  ] as const)
    await client.send(
      new AddTagsToResourceCommand({
        ResourceType: 'ManagedInstance',
        ResourceId,
        Tags: [
          { Key: 'role', Value: role },
          { Key: 'id', Value: ResourceId },
        ],
      }),
    );
  const targets = (...pairs: (readonly [string, string])[]) =>
    send({ InstanceIds: undefined, Targets: pairs.map(([Key, value]) => ({ Key, Values: [value] })) });
  expect((await targets(['tag:role', 'web'])).TargetCount).toBe(2);
  expect((await targets(['tag:role', 'web'], ['tag:id', TWO])).TargetCount).toBe(1);
  expect((await targets(['tag:role', 'db'])).TargetCount).toBe(0);
  const { InstanceInformationList } = await client.send(new DescribeInstanceInformationCommand({}));
  expect(InstanceInformationList?.map(({ InstanceId, ResourceType }) => [InstanceId, ResourceType])).toEqual([
    [ONE, 'EC2Instance'],
    [TWO, 'ManagedInstance'],
  ]);
});

test('a tag that a rehearsal names has an instance behind it, always the same', () => {
  const { commands } = stage(undefined, true);
  const send = () =>
    commands.send({
      documentName: 'arn:aws:ssm:us-east-2::document/AWS-RunShellScript',
      targets: [{ key: 'tag:role', values: ['web'] }],
      parameters: { commands: ['x'] },
    });
  const { invocations, documentName } = send();
  expect(documentName).toBe('AWS-RunShellScript');
  expect(invocations.map(({ instance }) => instance)).toEqual([expect.stringMatching(/^i-[0-9a-f]{17}$/)]);
  expect(send().invocations[0]!.instance).toBe(invocations[0]!.instance);
});

test('commands are listed newest first, page by page, and by what they are', async () => {
  const { agenda, client, send } = stage();
  const ids: (string | undefined)[] = [];
  for (const DocumentName of ['AWS-RunShellScript', 'own-document', 'AWS-RunShellScript']) {
    ids.push((await send({ DocumentName })).CommandId);
    await agenda.runUntil(agenda.now() + 1_000);
  }
  const first = await client.send(new ListCommandsCommand({ MaxResults: 2 }));
  const second = await client.send(new ListCommandsCommand({ MaxResults: 2, NextToken: first.NextToken }));
  expect([...first.Commands!, ...second.Commands!].map(({ CommandId }) => CommandId)).toEqual(ids.toReversed());
  const filtered = async (key: 'DocumentName' | 'InvokedAfter' | 'Status', value: string) =>
    (await client.send(new ListCommandsCommand({ Filters: [{ key, value }] }))).Commands?.map(
      ({ CommandId }) => CommandId,
    );
  expect(await filtered('DocumentName', 'own-document')).toEqual([ids[1]]);
  expect(await filtered('InvokedAfter', new Date(NOW + 2_000).toISOString())).toEqual([ids[2]]);
  expect(await filtered('Status', 'Failed')).toEqual([]);
});

test('what names nobody, somebody twice, or what is no instance is refused', async () => {
  const { client, send } = stage();
  await expect(send({ InstanceIds: [ONE, ONE] })).rejects.toBeInstanceOf(DuplicateInstanceId);
  await expect(
    send({ InstanceIds: undefined, Targets: [{ Key: 'InstanceIds', Values: ['i-1', ONE, 'web'] }] }),
  ).rejects.toSatisfy(
    (error) =>
      error instanceof InvalidInstanceId &&
      error.message === 'Instances [[i-1, web]] not in a valid state for account 123456789012',
  );
  await expect(send({ InstanceIds: [] })).rejects.toBeInstanceOf(InvalidInstanceId);
  await expect(send({ Parameters: {} })).rejects.toBeInstanceOf(InvalidParameters);
  const CommandId = '00000000-0000-4000-8000-000000000000';
  await expect(client.send(new CancelCommandCommand({ CommandId }))).rejects.toBeInstanceOf(InvalidCommandId);
  await expect(client.send(new GetCommandInvocationCommand({ CommandId, InstanceId: ONE }))).rejects.toBeInstanceOf(
    InvocationDoesNotExist,
  );
});
