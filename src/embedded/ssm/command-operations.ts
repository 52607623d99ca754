import { Fault } from '../../wire/fault.ts';
import { commandState, invocationState, type Command } from './command.ts';
import type { Commands } from './commands.ts';
import { describeCommand, describeInvocation, invocationResult } from './describe.ts';
import { page } from './page.ts';

interface Filter {
  readonly key: string;
  readonly value: string;
}

interface ListInput {
  readonly CommandId?: string;
  readonly InstanceId?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly Filters?: readonly Filter[];
  readonly Details?: boolean;
}

interface SendInput {
  readonly DocumentName: string;
  readonly DocumentVersion?: string;
  readonly InstanceIds?: readonly string[];
  readonly Targets?: readonly { readonly Key?: string; readonly Values?: readonly string[] }[];
  readonly Parameters?: Readonly<Record<string, readonly string[]>>;
  readonly Comment?: string;
  readonly TimeoutSeconds?: number;
  readonly MaxConcurrency?: string;
  readonly MaxErrors?: string;
  readonly ServiceRoleArn?: string;
}

/** Run Command: SendCommand, ListCommands, ListCommandInvocations, GetCommandInvocation, CancelCommand, DescribeInstanceInformation. */
export function commandOperations(commands: Commands) {
  const { agenda } = commands.scene;

  function send(input: SendInput) {
    const command = commands.send({
      documentName: input.DocumentName,
      documentVersion: input.DocumentVersion,
      instanceIds: input.InstanceIds,
      targets: input.Targets?.map(({ Key = '', Values = [] }) => ({ key: Key, values: Values })),
      parameters: input.Parameters,
      comment: input.Comment,
      timeoutSeconds: input.TimeoutSeconds,
      maxConcurrency: input.MaxConcurrency,
      maxErrors: input.MaxErrors,
      serviceRole: input.ServiceRoleArn,
    });
    // A command is answered before it has reached anybody.
    return { Command: describeCommand(command, { status: 'Pending', details: 'Pending', done: 0, failed: 0 }) };
  }

  function existing(id: string): Command {
    const command = commands.find(id);
    if (command === undefined) throw new Fault('InvalidCommandId', '');
    return command;
  }

  function listed({ CommandId, Filters = [] }: ListInput): readonly Command[] {
    const all = CommandId === undefined ? commands.list() : [existing(CommandId)];
    return all.filter((command) => Filters.every((filter) => passes(command, filter)));
  }

  function passes(command: Command, { key, value }: Filter): boolean {
    switch (key) {
      case 'InvokedAfter':
        return command.requested >= Date.parse(value);
      case 'InvokedBefore':
        return command.requested < Date.parse(value);
      case 'DocumentName':
        return command.documentName === value;
      case 'Status':
        return commandState(command, agenda.now()).status === value;
      default:
        throw new Fault('InvalidFilterKey', `The filter key ${key} is not valid.`);
    }
  }

  function list(input: ListInput) {
    const all = listed(input).filter(
      ({ invocations }) =>
        input.InstanceId === undefined || invocations.some(({ instance }) => instance === input.InstanceId),
    );
    const { items, nextToken } = page(all, ({ id }) => id, { ...input, size: 50 });
    return {
      Commands: items.map((command) => describeCommand(command, commandState(command, agenda.now()))),
      ...nextToken,
    };
  }

  function listInvocations(input: ListInput) {
    const all = listed(input).flatMap((command) =>
      command.invocations
        .filter(({ instance }) => input.InstanceId === undefined || instance === input.InstanceId)
        .map((invocation) => ({ command, invocation })),
    );
    const keyOf = ({ command, invocation }: (typeof all)[number]): string => `${command.id}/${invocation.instance}`;
    const { items, nextToken } = page(all, keyOf, { ...input, size: 50 });
    return {
      CommandInvocations: items.map(({ command, invocation }) =>
        describeInvocation(command, invocation, { now: agenda.now(), withPlugins: input.Details === true }),
      ),
      ...nextToken,
    };
  }

  function get(input: { readonly CommandId: string; readonly InstanceId: string; readonly PluginName?: string }) {
    const command = commands.find(input.CommandId);
    const invocation = command?.invocations.find(({ instance }) => instance === input.InstanceId);
    if (command === undefined || invocation === undefined) throw new Fault('InvocationDoesNotExist', '');
    const result = invocationResult(command, invocation, agenda.now());
    if (input.PluginName !== undefined && input.PluginName !== result.PluginName) {
      throw new Fault('InvalidPluginName', '');
    }
    return result;
  }

  function cancel(input: { readonly CommandId: string; readonly InstanceIds?: readonly string[] }): void {
    const command = existing(input.CommandId);
    const { InstanceIds: ids = command.invocations.map(({ instance }) => instance) } = input;
    if (new Set(ids).size < ids.length) throw new Fault('DuplicateInstanceId', '');
    for (const id of ids) {
      const invocation = command.invocations.find(({ instance }) => instance === id);
      if (invocation === undefined) throw new Fault('InvalidInstanceId', '');
      // What has ended stays as it is.
      if (invocationState(command, invocation, agenda.now()).status === 'InProgress')
        invocation.cancelled = agenda.now();
    }
  }

  function describeInstances(input: { readonly MaxResults?: number; readonly NextToken?: string }) {
    const { items, nextToken } = page(commands.instances.known(), (id) => id, { ...input, size: 10 });
    return {
      InstanceInformationList: items.map((InstanceId) => ({
        InstanceId,
        PingStatus: 'Online',
        LastPingDateTime: new Date(agenda.now()),
        AgentVersion: '3.3.0.0',
        IsLatestVersion: true,
        PlatformType: 'Linux',
        PlatformName: 'Amazon Linux',
        PlatformVersion: '2023',
        ResourceType: InstanceId.startsWith('mi-') ? 'ManagedInstance' : 'EC2Instance',
      })),
      ...nextToken,
    };
  }

  return {
    SendCommand: send,
    ListCommands: list,
    ListCommandInvocations: listInvocations,
    GetCommandInvocation: get,
    CancelCommand: cancel,
    DescribeInstanceInformation: describeInstances,
  };
}
