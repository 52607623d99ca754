import type { Instant } from '../../clock.ts';
import { invocationState, type commandState, type Command, type Invocation } from './command.ts';

/** The plugin that does what a document says, where it is known. */
const PLUGIN: Readonly<Record<string, string>> = {
  'AWS-RunShellScript': 'aws:runShellScript',
  'AWS-RunPowerShellScript': 'aws:runPowerShellScript',
};

/** A command in the members of `Command`. */
export function describeCommand(command: Command, state: ReturnType<typeof commandState>): object {
  const execution = Number(command.parameters['executionTimeout']?.[0] ?? 3600);
  return {
    CommandId: command.id,
    DocumentName: command.documentName,
    DocumentVersion: command.documentVersion,
    Comment: command.comment,
    // It has to begin within its own time-out, and then to end within that of the document.
    ExpiresAfter: new Date(command.requested + (command.timeoutSeconds + execution) * 1000),
    Parameters: command.parameters,
    InstanceIds: command.instanceIds,
    Targets: command.targets.map(({ key, values }) => ({ Key: key, Values: values })),
    RequestedDateTime: new Date(command.requested),
    Status: state.status,
    StatusDetails: state.details,
    OutputS3BucketName: '',
    OutputS3KeyPrefix: '',
    MaxConcurrency: command.maxConcurrency,
    MaxErrors: command.maxErrors,
    TargetCount: command.invocations.length,
    CompletedCount: state.done,
    ErrorCount: state.failed,
    DeliveryTimedOutCount: 0,
    ServiceRole: command.serviceRole,
    NotificationConfig: { NotificationArn: '', NotificationEvents: [], NotificationType: '' },
    CloudWatchOutputConfig: { CloudWatchLogGroupName: '', CloudWatchOutputEnabled: false },
    TimeoutSeconds: command.timeoutSeconds,
  };
}

/** A command's course on one instance, in the members of `CommandInvocation`. */
export function describeInvocation(
  command: Command,
  invocation: Invocation,
  { now, withPlugins }: { readonly now: Instant; readonly withPlugins: boolean },
): object {
  const { status, details } = invocationState(command, invocation, now);
  const { output, error, after, responseCode } = invocation.outcome;
  const isOver = status !== 'InProgress';
  return {
    CommandId: command.id,
    InstanceId: invocation.instance,
    InstanceName: '',
    Comment: command.comment,
    DocumentName: command.documentName,
    DocumentVersion: command.documentVersion,
    RequestedDateTime: new Date(command.requested),
    Status: status,
    StatusDetails: details,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    CommandPlugins: withPlugins
      ? [
          {
            Name: pluginOf(command),
            Status: status,
            StatusDetails: details,
            ResponseCode: isOver ? responseCode : -1,
            ResponseStartDateTime: new Date(command.requested),
            ...(isOver && { ResponseFinishDateTime: new Date(invocation.cancelled ?? command.requested + after) }),
            Output: isOver && status !== 'Cancelled' ? together(output, error) : '',
            StandardOutputUrl: '',
            StandardErrorUrl: '',
            OutputS3BucketName: '',
            OutputS3KeyPrefix: '',
          },
        ]
      : [],
    ServiceRole: command.serviceRole,
    NotificationConfig: { NotificationArn: '', NotificationEvents: [], NotificationType: '' },
    CloudWatchOutputConfig: { CloudWatchLogGroupName: '', CloudWatchOutputEnabled: false },
  };
}

/** What GetCommandInvocation answers. */
export function invocationResult(command: Command, invocation: Invocation, now: Instant) {
  const { status, details } = invocationState(command, invocation, now);
  const { output, error, after, responseCode } = invocation.outcome;
  const hasEnded = status !== 'InProgress' && status !== 'Cancelled';
  return {
    CommandId: command.id,
    InstanceId: invocation.instance,
    Comment: command.comment,
    DocumentName: command.documentName,
    DocumentVersion: command.documentVersion,
    PluginName: pluginOf(command),
    ResponseCode: hasEnded ? responseCode : -1,
    ExecutionStartDateTime: new Date(command.requested).toISOString(),
    ExecutionElapsedTime: hasEnded ? `PT${after / 1000}S` : '',
    ExecutionEndDateTime: hasEnded ? new Date(command.requested + after).toISOString() : '',
    Status: status,
    StatusDetails: details,
    // The first 24,000 characters of either; the rest would be in S3.
    StandardOutputContent: hasEnded ? output.slice(0, 24_000) : '',
    StandardOutputUrl: '',
    StandardErrorContent: hasEnded ? error.slice(0, 24_000) : '',
    StandardErrorUrl: '',
    CloudWatchOutputConfig: { CloudWatchLogGroupName: '', CloudWatchOutputEnabled: false },
  };
}

function pluginOf({ documentName }: Command): string {
  return PLUGIN[documentName] ?? documentName;
}

function together(output: string, error: string): string {
  return error === '' ? output.slice(0, 2_500) : `${output}\n----------ERROR-------\n${error}`.slice(0, 2_500);
}
