import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import type { Command, Outcome } from './command.ts';
import { openInstances, type Instances, type Target } from './instances.ts';

/** What commands need to know of the scenario. */
export type CommandsScene = Pick<Scene, 'account' | 'region' | 'random' | 'agenda'> &
  Partial<Pick<Scene, 'takesNamedAsGiven'>>;

/** A command on its way. */
export interface NewCommand {
  /** A name, or the ARN of a document. Every document that is named exists. */
  readonly documentName: string;
  readonly documentVersion?: string | undefined;
  readonly instanceIds?: readonly string[] | undefined;
  readonly targets?: readonly Target[] | undefined;
  readonly parameters?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly comment?: string | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly maxConcurrency?: string | undefined;
  readonly maxErrors?: string | undefined;
  readonly serviceRole?: string | undefined;
}

/** Says how a command ends on an instance; nothing is really run. */
export type Ending = (command: NewCommand, instance: string) => Partial<Outcome>;

/** The commands of an account: what Run Command's operations and EventBridge's targets share. */
export interface Commands {
  readonly scene: CommandsScene;
  readonly instances: Instances;
  /** How commands end, by the names of their documents. */
  readonly endings: Map<string, Partial<Outcome>>;
  send(command: NewCommand): Command;
  find(id: string): Command | undefined;
  /** The newest first. */
  list(): readonly Command[];
}

/** Opens the commands of a scenario. Unless `endingOf` or `endings` say otherwise, each succeeds at once and says nothing. */
export function openCommands(scene: CommandsScene, endingOf?: Ending): Commands {
  const endings = new Map<string, Partial<Outcome>>();
  const instances = openInstances(scene);
  const commands = new Map<string, Command>();

  function send(given: NewCommand): Command {
    const { instanceIds = [], targets = [], parameters = {} } = given;
    const documentName = given.documentName.replace(/^arn:[^:]+:ssm:[^:]*:\d*:document\//, '');
    checkInstances(instanceIds, targets);
    checkParameters(documentName, parameters);
    const reached = instanceIds.length > 0 ? instanceIds : instances.resolve(targets);
    const command: Command = {
      id: scene.random.uuid(),
      documentName,
      documentVersion: given.documentVersion ?? '$DEFAULT',
      comment: given.comment ?? '',
      parameters,
      instanceIds,
      targets,
      requested: scene.agenda.now(),
      timeoutSeconds: given.timeoutSeconds ?? 3600,
      maxConcurrency: given.maxConcurrency ?? '50',
      maxErrors: given.maxErrors ?? '0',
      serviceRole: given.serviceRole ?? '',
      invocations: reached.map((instance) => ({
        instance,
        outcome: outcomeOf(endingOf?.({ ...given, documentName }, instance) ?? endings.get(documentName) ?? {}),
      })),
    };
    commands.set(command.id, command);
    return command;
  }

  function checkInstances(ids: readonly string[], targets: readonly Target[]): void {
    if (ids.length > 0 && targets.length > 0) {
      throw new Fault('InvalidParameters', 'InstanceIds and Targets cannot both be specified.');
    }
    if (ids.length === 0 && targets.length === 0) {
      throw new Fault('InvalidInstanceId', 'Either InstanceIds or Targets must be specified.');
    }
    if (new Set(ids).size < ids.length) throw new Fault('DuplicateInstanceId', '');
    const named = [...ids, ...targets.filter(({ key }) => key === 'InstanceIds').flatMap(({ values }) => values)];
    const unknown = named.filter((id) => !instances.declare(id));
    if (unknown.length > 0) {
      throw new Fault(
        'InvalidInstanceId',
        `Instances [[${unknown.join(', ')}]] not in a valid state for account ${scene.account}`,
      );
    }
  }

  return {
    scene,
    instances,
    endings,
    send,
    find: (id) => commands.get(id),
    list: () => [...commands.values()].toReversed(),
  };
}

/** The documents that run a script cannot do without one. */
function checkParameters(documentName: string, parameters: Readonly<Record<string, readonly string[]>>): void {
  if (documentName !== 'AWS-RunShellScript' && documentName !== 'AWS-RunPowerShellScript') return;
  if ((parameters['commands'] ?? []).length > 0) return;
  throw new Fault('InvalidParameters', `Parameter "commands" is required by document ${documentName}.`);
}

function outcomeOf({ status = 'Success', after = 0, output = '', error = '', ...rest }: Partial<Outcome>): Outcome {
  const responseCode = rest.responseCode ?? (status === 'Success' ? 0 : 1);
  return { status, after, responseCode, output, error };
}
