import type { Random } from '../../../random.ts';
import { Fault } from '../../../wire/fault.ts';
import type { Chosen, StateMachine } from '../execution.ts';
import { chooseRoute, machineOf } from './alias.ts';

/** Finds what an ARN means: a machine as it is, a version of it, or where an alias leads. */
export function chosenBy(
  arn: string,
  {
    machines,
    find,
    random,
  }: {
    readonly machines: ReadonlyMap<string, StateMachine>;
    readonly find: (arn: string) => StateMachine;
    readonly random: Random;
  },
): Chosen {
  const machine = machines.get(machineOf(arn));
  if (machine === undefined) {
    const found = find(arn);
    const { definition, roleArn } = found;
    return { machine: found, definition, roleArn, versionArn: undefined, aliasArn: undefined };
  }
  const alias = machine.aliases.get(arn);
  const version = machine.versions.get(alias === undefined ? arn : chooseRoute(alias, random));
  if (version === undefined) throw new Fault('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  const { definition, roleArn } = version;
  return { machine, definition, roleArn, versionArn: version.arn, aliasArn: alias?.arn };
}
