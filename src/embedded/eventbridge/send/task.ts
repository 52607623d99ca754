import { Undeliverable } from '../failure.ts';
import type { Sender } from './send-to.ts';

/** Runs tasks of the definition that the target names; an input of its own says what of it is overridden. */
export const toTask: Sender = (definition, { tasks }) => {
  const { Id, Arn, Input, InputPath, InputTransformer, EcsParameters } = definition;
  const given = [Input, InputPath, InputTransformer].some((choice) => choice !== undefined);
  return ({ rule }, input) => {
    if (EcsParameters === undefined)
      throw new Undeliverable('INVALID_PARAMETER', `EcsParameters are missing for ${Id}`);
    const {
      TaskDefinitionArn,
      TaskCount = 1,
      LaunchType,
      Group,
      PlatformVersion,
      NetworkConfiguration,
    } = EcsParameters;
    return tasks.run({
      cluster: Arn,
      taskDefinition: TaskDefinitionArn,
      count: TaskCount,
      startedBy: `events-rule/${rule.name}`.slice(0, 36),
      ...(LaunchType !== undefined && { launchType: LaunchType }),
      ...(Group !== undefined && { group: Group }),
      ...(PlatformVersion !== undefined && { platformVersion: PlatformVersion }),
      ...(NetworkConfiguration !== undefined && { networkConfiguration: NetworkConfiguration }),
      ...(given && { overrides: JSON.parse(input) as unknown }),
    });
  };
};
