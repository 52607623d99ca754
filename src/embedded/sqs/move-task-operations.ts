import type { Operation } from '../service.ts';
import type { MoveTask, MoveTasks } from './move-tasks.ts';
import { optional, required, within } from './read.ts';

/** The operations that send dead letters back. */
export function moveTaskOperations(tasks: MoveTasks): Readonly<Record<string, Operation>> {
  return {
    StartMessageMoveTask: (input) => {
      const reason = 'MaxNumberOfMessagesPerSecond must be between 1 and 500.';
      const rate = within(input, 'MaxNumberOfMessagesPerSecond', 1, 500, reason);
      return { TaskHandle: tasks.start(required(input, 'SourceArn'), optional(input, 'DestinationArn'), rate).handle };
    },
    ListMessageMoveTasks: (input) => {
      const most = within(input, 'MaxResults', 1, 10, 'MaxResults must be between 1 and 10.') ?? 1;
      return { Results: tasks.of(required(input, 'SourceArn'), most).map(write) };
    },
    CancelMessageMoveTask: (input) => ({
      ApproximateNumberOfMessagesMoved: tasks.cancel(required(input, 'TaskHandle')).moved,
    }),
  };
}

function write(task: MoveTask): object {
  return {
    // Only a task that can be cancelled gives its handle.
    ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
    ...(task.rate !== undefined && { MaxNumberOfMessagesPerSecond: task.rate }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failure !== undefined && { FailureReason: task.failure }),
    StartedTimestamp: task.startedAt,
  };
}
