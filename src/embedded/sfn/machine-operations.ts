import { Fault } from '../../wire/fault.ts';
import type { Operation } from '../service.ts';
import type { StateMachine } from './execution.ts';
import type { NewStateMachine, StateMachines } from './machines.ts';
import { page } from './page.ts';
import { refuseDefinition, refuseRole } from './refuse.ts';
import { validate } from './validate/validate.ts';
import { machineOf } from './version/alias.ts';
import { publish, type Version } from './version/version.ts';

/** What UpdateStateMachine is given. */
interface Change {
  readonly stateMachineArn: string;
  readonly definition?: string;
  readonly roleArn?: string;
  readonly loggingConfiguration?: unknown;
  readonly tracingConfiguration?: unknown;
  readonly encryptionConfiguration?: unknown;
}

/** Whether a machine is published as it is made or changed. */
interface Published {
  readonly publish?: boolean;
  readonly versionDescription?: string;
}

/** What the operations on tags are given. */
interface Tagging {
  readonly resourceArn: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly tagKeys: readonly string[];
}

/** The operations on state machines themselves. */
export function machineOperations(stateMachines: StateMachines): Readonly<Record<string, Operation>> {
  const { machines, scene } = stateMachines;

  function create(given: unknown): unknown {
    const { publish: toPublish, versionDescription } = given as Published;
    refuseDescription(given as Published);
    const machine = stateMachines.define(given as NewStateMachine);
    const version =
      toPublish === true ? publish(machine, scene.agenda.now(), { description: versionDescription }) : undefined;
    return {
      stateMachineArn: machine.arn,
      creationDate: new Date(machine.created),
      ...(version !== undefined && { stateMachineVersionArn: version.arn }),
    };
  }

  function update(given: unknown): unknown {
    const { stateMachineArn, ...change } = given as Change & Published;
    refuseDescription(change);
    const machine = stateMachines.find(stateMachineArn);
    const { definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = change;
    if (
      definition === undefined &&
      roleArn === undefined &&
      loggingConfiguration === undefined &&
      tracingConfiguration === undefined
    ) {
      throw new Fault(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, the LoggingConfiguration, the TracingConfiguration or the EncryptionConfiguration must be specified',
      );
    }
    if (definition !== undefined) refuseDefinition(definition, machine.type);
    if (roleArn !== undefined) refuseRole(roleArn);
    machine.definition = definition ?? machine.definition;
    machine.roleArn = roleArn ?? machine.roleArn;
    machine.loggingConfiguration = loggingConfiguration ?? machine.loggingConfiguration;
    machine.tracingConfiguration = tracingConfiguration ?? machine.tracingConfiguration;
    machine.encryptionConfiguration = encryptionConfiguration ?? machine.encryptionConfiguration;
    machine.revisionId = scene.random.uuid();
    const now = scene.agenda.now();
    const version =
      change.publish === true ? publish(machine, now, { description: change.versionDescription }) : undefined;
    return {
      updateDate: new Date(now),
      revisionId: machine.revisionId,
      ...(version !== undefined && { stateMachineVersionArn: version.arn }),
    };
  }

  return {
    CreateStateMachine: create,
    UpdateStateMachine: update,
    DescribeStateMachine: (input) => {
      const { stateMachineArn: arn } = input as unknown as Change;
      const version = machines.get(machineOf(arn))?.versions.get(arn);
      return version === undefined
        ? describe(stateMachines.find(arn))
        : describeVersion(machines.get(machineOf(arn))!, version);
    },
    DeleteStateMachine: (input) => {
      // Deleting what is not there is no mistake.
      machines.delete((input as unknown as Change).stateMachineArn);
    },
    ListStateMachines: (input) => {
      const all = [...machines.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const { items, next } = page(all, input);
      const listed = items.map(({ arn, name, type, created }) => ({
        stateMachineArn: arn,
        name,
        type,
        creationDate: new Date(created),
      }));
      return { stateMachines: listed, ...next };
    },
    ValidateStateMachineDefinition: validateDefinition,
    TagResource: (input) => {
      const { resourceArn, tags } = input as unknown as Tagging;
      const machine = tagged(stateMachines, resourceArn);
      for (const { key, value } of tags) machine.tags.set(key, value);
    },
    UntagResource: (input) => {
      const { resourceArn, tagKeys } = input as unknown as Tagging;
      const machine = tagged(stateMachines, resourceArn);
      for (const key of tagKeys) machine.tags.delete(key);
    },
    ListTagsForResource: (input) => {
      const { tags } = tagged(stateMachines, input['resourceArn'] as string);
      return { tags: [...tags].map(([key, value]) => ({ key, value })) };
    },
  };
}

function describeVersion(machine: StateMachine, version: Version): Readonly<Record<string, unknown>> {
  const { definition, roleArn, revisionId, arn, created, description } = version;
  return {
    ...describe({ ...machine, definition, roleArn, revisionId }),
    stateMachineArn: arn,
    creationDate: new Date(created),
    ...(description !== undefined && { description }),
  };
}

function refuseDescription({ publish: toPublish = false, versionDescription }: Published): void {
  if (versionDescription !== undefined && !toPublish)
    throw new Fault('ValidationException', 'Version description can only be set when publish is true');
}

/** A machine as DescribeStateMachine tells of it. */
export function describe(machine: StateMachine): Readonly<Record<string, unknown>> {
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: machine.definition,
    roleArn: machine.roleArn,
    type: machine.type,
    creationDate: new Date(machine.created),
    loggingConfiguration: machine.loggingConfiguration,
    tracingConfiguration: machine.tracingConfiguration,
    encryptionConfiguration: machine.encryptionConfiguration,
    ...(machine.revisionId !== undefined && { revisionId: machine.revisionId }),
  };
}

function tagged({ machines }: StateMachines, arn: string): StateMachine {
  const machine = machines.get(arn);
  if (machine === undefined) throw new Fault('ResourceNotFound', `Resource not found: '${arn}'`);
  return machine;
}

function validateDefinition(input: Readonly<Record<string, unknown>>): unknown {
  const { definition, type, maxResults = 100 } = input as { definition: string; type?: string; maxResults?: number };
  const all = validate(definition, type === 'EXPRESS');
  const limit = maxResults === 0 ? 100 : maxResults;
  return {
    result: all.some(({ severity }) => severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics: all.slice(0, limit),
    truncated: all.length > limit,
  };
}
