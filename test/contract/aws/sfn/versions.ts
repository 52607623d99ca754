import {
  CreateStateMachineAliasCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  StartExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { ended, makeMachine } from './machine.ts';

const saying = (Result: string) => ({ Done: { Type: 'Pass', Result, End: true } });

/** Changes what a machine says, and publishes it so. */
async function change({ sfn }: Account, stateMachineArn: string, says: string): Promise<string> {
  const definition = JSON.stringify({ StartAt: 'Done', States: saying(says) });
  const { stateMachineVersionArn } = await sfn.send(
    new UpdateStateMachineCommand({ stateMachineArn, definition, publish: true }),
  );
  return stateMachineVersionArn!;
}

/** A machine with two versions: one says `old`, the other `new`. */
async function versions(aws: Account): Promise<readonly [machine: string, first: string, second: string]> {
  const machine = await makeMachine(aws, saying('old'));
  const { stateMachineVersionArn } = await aws.sfn.send(
    new PublishStateMachineVersionCommand({ stateMachineArn: machine, description: 'as it began' }),
  );
  return [machine, stateMachineVersionArn!, await change(aws, machine, 'new')];
}

async function says(aws: Account, stateMachineArn: string): Promise<string | undefined> {
  const { executionArn } = await aws.sfn.send(new StartExecutionCommand({ stateMachineArn }));
  return (await ended(aws, executionArn!)).output;
}

/** What Step Functions promises of versions, and of the aliases that lead to them. */
export const VERSIONS: Promises = {
  'a version stays as it was published': async (aws) => {
    const [machine, first, second] = await versions(aws);
    expect([first, second]).toEqual([`${machine}:1`, `${machine}:2`]);
    expect([await says(aws, first), await says(aws, second), await says(aws, machine)]).toEqual([
      '"old"',
      '"new"',
      '"new"',
    ]);
    expect(await aws.sfn.send(new DescribeStateMachineCommand({ stateMachineArn: first }))).toMatchObject({
      stateMachineArn: first,
      description: 'as it began',
      definition: JSON.stringify({ StartAt: 'Done', States: saying('old') }),
    });
  },

  'a machine that has not changed is published once': async (aws) => {
    const stateMachineArn = await makeMachine(aws, saying('old'));
    const publish = async () =>
      (await aws.sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn }))).stateMachineVersionArn;
    expect([await publish(), await publish()]).toEqual([`${stateMachineArn}:1`, `${stateMachineArn}:1`]);
  },

  'only the revision that a machine is at can be published': async (aws) => {
    const [stateMachineArn] = await versions(aws);
    const { revisionId } = await aws.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const other = '11111111-2222-4333-8444-555555555555';
    await expect(
      aws.sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn, revisionId: other })),
    ).rejects.toMatchObject({
      name: 'ConflictException',
      message: `Failed to publish the State Machine version for revision ${other}. The current State Machine revision is ${revisionId}.`,
    });
  },

  'versions are listed, the latest first, until they are deleted': async (aws) => {
    const [stateMachineArn, first, second] = await versions(aws);
    const list = async () =>
      (await aws.sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn }))).stateMachineVersions?.map(
        ({ stateMachineVersionArn }) => stateMachineVersionArn,
      );
    expect(await list()).toEqual([second, first]);
    await aws.sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: first }));
    expect(await list()).toEqual([second]);
    await expect(aws.sfn.send(new StartExecutionCommand({ stateMachineArn: first }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${first}'`,
    });
    expect(await change(aws, stateMachineArn, 'newer')).toBe(`${stateMachineArn}:3`);
  },

  'an alias leads to a version, and then to another': async (aws) => {
    const [stateMachineArn, first, second] = await versions(aws);
    const to = (stateMachineVersionArn: string) => ({
      routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
    });
    const { stateMachineAliasArn } = await aws.sfn.send(
      new CreateStateMachineAliasCommand({ name: 'LIVE', description: 'what runs', ...to(first) }),
    );
    expect(stateMachineAliasArn).toBe(`${stateMachineArn}:LIVE`);
    expect(await says(aws, stateMachineAliasArn!)).toBe('"old"');
    await aws.sfn.send(
      new UpdateStateMachineAliasCommand({ stateMachineAliasArn: stateMachineAliasArn!, ...to(second) }),
    );
    expect(await says(aws, stateMachineAliasArn!)).toBe('"new"');
    expect(
      await aws.sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn: stateMachineAliasArn! })),
    ).toMatchObject({ stateMachineAliasArn, name: 'LIVE', description: 'what runs', ...to(second) });
  },

  'an execution tells which version it runs, and by which alias': async (aws) => {
    const [machine, first] = await versions(aws);
    const { stateMachineAliasArn } = await aws.sfn.send(
      new CreateStateMachineAliasCommand({
        name: 'LIVE',
        routingConfiguration: [{ stateMachineVersionArn: first, weight: 100 }],
      }),
    );
    const { executionArn } = await aws.sfn.send(new StartExecutionCommand({ stateMachineArn: stateMachineAliasArn! }));
    await ended(aws, executionArn!);
    const told = { stateMachineArn: machine, stateMachineVersionArn: first, stateMachineAliasArn };
    expect(await aws.sfn.send(new DescribeExecutionCommand({ executionArn: executionArn! }))).toMatchObject(told);
    await says(aws, machine);
    const { executions } = await aws.sfn.send(new ListExecutionsCommand({ stateMachineArn: stateMachineAliasArn! }));
    expect(executions).toMatchObject([{ executionArn, ...told }]);
  },

  'an alias is listed with the versions it leads to, which cannot be deleted as long as it does': async (aws) => {
    const [stateMachineArn, first, second] = await versions(aws);
    const { stateMachineAliasArn } = await aws.sfn.send(
      new CreateStateMachineAliasCommand({
        name: 'LIVE',
        routingConfiguration: [{ stateMachineVersionArn: first, weight: 100 }],
      }),
    );
    const list = async (arn: string) =>
      (await aws.sfn.send(new ListStateMachineAliasesCommand({ stateMachineArn: arn }))).stateMachineAliases?.map(
        (alias) => alias.stateMachineAliasArn,
      );
    expect([await list(stateMachineArn), await list(first), await list(second)]).toEqual([
      [stateMachineAliasArn],
      [stateMachineAliasArn],
      [],
    ]);
    const remove = () => aws.sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: first }));
    await expect(remove()).rejects.toMatchObject({
      name: 'ConflictException',
      message:
        'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [LIVE]',
    });
    await aws.sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: stateMachineAliasArn! }));
    expect(await list(stateMachineArn)).toEqual([]);
    await remove();
  },

  'an alias shares out a hundred of a hundred executions': async (aws) => {
    const [, first, second] = await versions(aws);
    const create = (...weights: [string, number][]) =>
      aws.sfn.send(
        new CreateStateMachineAliasCommand({
          name: 'LIVE',
          routingConfiguration: weights.map(([stateMachineVersionArn, weight]) => ({ stateMachineVersionArn, weight })),
        }),
      );
    await expect(create([first, 50], [second, 40])).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Sum of routing configuration weights must equal 100. Received: [50, 40]',
    });
    await expect(create([first, 50], [first, 50])).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Routing configuration must contain distinct state machine version ARNs. Received: [${first}, ${first}]`,
    });
  },

  'an alias that is not there is not changed': async (aws) => {
    const [machine] = await versions(aws);
    await expect(
      aws.sfn.send(
        new UpdateStateMachineAliasCommand({ stateMachineAliasArn: `${machine}:LIVE`, description: 'nothing' }),
      ),
    ).rejects.toMatchObject({
      name: 'ResourceNotFound',
      message: 'Request references a resource that does not exist.',
    });
  },
};
