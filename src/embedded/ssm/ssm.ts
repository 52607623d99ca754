import type { Operation } from '../service.ts';
import { commandOperations } from './command-operations.ts';
import type { Commands } from './commands.ts';
import { parameterReading } from './parameter-reading.ts';
import { parameterWriting } from './parameter-writing.ts';
import type { Parameters } from './parameters.ts';
import { tagOperations } from './tags.ts';

/** AWS Systems Manager: Run Command and Parameter Store. */
export function ssm({
  commands,
  parameters,
}: {
  readonly commands: Commands;
  readonly parameters: Parameters;
}): Readonly<Record<string, Operation>> {
  return {
    ...commandOperations(commands),
    ...parameterReading(parameters),
    ...parameterWriting(parameters),
    ...tagOperations(parameters, commands),
    // The wire has checked each input against the service's model.
  } as Readonly<Record<string, (input: never) => unknown>> as Readonly<Record<string, Operation>>;
}
