import type { TargetOptions } from '../rule.ts';
import { partsOfArn } from './target-kind.ts';
import { type Unresolved, type Value, at, firstUnresolved, isMap, itemsOf, membersOf, nameIn } from './value.ts';

/** The options of a target, as PutTargets takes them, in the words of a configuration; and what in them nobody knows. */
export function targetOptions(target: Value): {
  readonly options: TargetOptions;
  readonly unresolved: readonly Unresolved[];
} {
  const text = (...path: readonly string[]): string | undefined => nameIn(at(target, ...path));
  const number = (...path: readonly string[]): number | undefined => {
    const written = text(...path);
    return written === undefined || !Number.isFinite(Number(written)) ? undefined : Number(written);
  };
  const input = constant(at(target, 'Input'));
  const template = text('InputTransformer', 'InputTemplate');
  const paths = at(target, 'InputTransformer', 'InputPathsMap');
  const attempts = number('RetryPolicy', 'MaximumRetryAttempts');
  const age = number('RetryPolicy', 'MaximumEventAgeInSeconds');
  const deadLetters = text('DeadLetterConfig', 'Arn');
  const group = text('SqsParameters', 'MessageGroupId');
  const key = text('KinesisParameters', 'PartitionKeyPath');
  const command = itemsOf(at(target, 'RunCommandParameters', 'RunCommandTargets'));
  const task = text('EcsParameters', 'TaskDefinitionArn');
  const inputPath = text('InputPath');
  const options: TargetOptions = {
    ...(input !== undefined && { input }),
    ...(inputPath !== undefined && { inputPath }),
    ...(template !== undefined && {
      inputTransformer: { inputTemplate: template, ...(isMap(paths) && { inputPathsMap: texts(paths) }) },
    }),
    ...((attempts !== undefined || age !== undefined) && {
      retryPolicy: {
        ...(attempts !== undefined && { maximumRetryAttempts: attempts }),
        ...(age !== undefined && { maximumEventAgeInSeconds: age }),
      },
    }),
    ...(deadLetters !== undefined && { deadLetterConfig: { arn: partsOfArn(deadLetters).name } }),
    ...(group !== undefined && { sqsParameters: { messageGroupId: group } }),
    ...(key !== undefined && { kinesisParameters: { partitionKeyPath: key } }),
    ...(command.length > 0 && {
      runCommandParameters: {
        runCommandTargets: command.map((one) => ({
          key: nameIn(at(one, 'Key')) ?? '',
          values: itemsOf(at(one, 'Values')).flatMap((value) => nameIn(value) ?? []),
        })),
      },
    }),
    ...(task !== undefined && { ecsParameters: ecsParameters(task, target) }),
  };
  const unresolved = Object.entries(membersOf(target)).flatMap(([name, value]) =>
    name === 'Arn' || name === 'RoleArn' || name === 'Id' ? [] : (firstUnresolved(value) ?? []),
  );
  return { options, unresolved };
}

function ecsParameters(taskDefinitionArn: string, target: Value): NonNullable<TargetOptions['ecsParameters']> {
  const count = Number(nameIn(at(target, 'EcsParameters', 'TaskCount')));
  const launchType = nameIn(at(target, 'EcsParameters', 'LaunchType'));
  return {
    taskDefinitionArn,
    ...(Number.isInteger(count) && { taskCount: count }),
    ...(launchType !== undefined && { launchType }),
  };
}

function texts(map: Value): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(membersOf(map)).flatMap(([name, value]) => {
      const text = nameIn(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** SAM and Serverless take a constant as the object that it says. */
function constant(value: Value | undefined): string | undefined {
  return (
    nameIn(value) ?? (value !== undefined && firstUnresolved(value) === undefined ? JSON.stringify(value) : undefined)
  );
}
