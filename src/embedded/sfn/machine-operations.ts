import { Fault } from '../../wire/fault.ts';
import type { Operation } from '../service.ts';
import type { StateMachine } from './execution.ts';
import type { StateMachines } from './machines.ts';
import { page } from './page.ts';
import { validate } from './validate/validate.ts';

/** What CreateStateMachine and UpdateStateMachine are given. */
interface MachineInput {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly definition?: string;
  readonly roleArn?: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly loggingConfiguration?: unknown;
  readonly tracingConfiguration?: unknown;
  readonly encryptionConfiguration?: unknown;
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

/** The operations on state machines themselves. */
export function machineOperations(stateMachines: StateMachines): Readonly<Record<string, Operation>> {
  const { machines, scene } = stateMachines;

  function create(given: unknown): unknown {
    const { name, definition = '', roleArn = '', type = 'STANDARD', tags = [], ...rest } = given as MachineInput;
    refuseName(name);
    refuseRole(roleArn);
    refuseDefinition(definition, type);
    const arn = `arn:aws:states:${scene.region}:${scene.account}:stateMachine:${name}`;
    const before = machines.get(arn);
    if (before !== undefined) {
      if (before.definition !== definition || before.roleArn !== roleArn || before.type !== type)
        throw new Fault('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
      return { stateMachineArn: arn, creationDate: new Date(before.created) };
    }
    const machine: StateMachine = {
      name,
      arn,
      type,
      created: scene.agenda.now(),
      roleArn,
      definition,
      revisionId: undefined,
      loggingConfiguration: rest.loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: rest.tracingConfiguration ?? { enabled: false },
      encryptionConfiguration: rest.encryptionConfiguration ?? { type: 'AWS_OWNED_KEY' },
      tags: new Map(tags.map(({ key, value }) => [key, value])),
    };
    machines.set(arn, machine);
    return { stateMachineArn: arn, creationDate: new Date(machine.created) };
  }

  function update(given: unknown): unknown {
    const { stateMachineArn, ...change } = given as MachineInput;
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
    return { updateDate: new Date(scene.agenda.now()), revisionId: machine.revisionId };
  }

  return {
    CreateStateMachine: create,
    UpdateStateMachine: update,
    DescribeStateMachine: (input) => describe(stateMachines.find((input as unknown as MachineInput).stateMachineArn)),
    DeleteStateMachine: (input) => {
      // Deleting what is not there is no mistake.
      machines.delete((input as unknown as MachineInput).stateMachineArn);
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
      const { resourceArn, tags } = input as unknown as { resourceArn: string } & Required<Pick<MachineInput, 'tags'>>;
      const machine = tagged(stateMachines, resourceArn);
      for (const { key, value } of tags) machine.tags.set(key, value);
    },
    UntagResource: (input) => {
      const { resourceArn, tagKeys } = input as unknown as { resourceArn: string; tagKeys: readonly string[] };
      const machine = tagged(stateMachines, resourceArn);
      for (const key of tagKeys) machine.tags.delete(key);
    },
    ListTagsForResource: (input) => {
      const { tags } = tagged(stateMachines, input['resourceArn'] as string);
      return { tags: [...tags].map(([key, value]) => ({ key, value })) };
    },
  };
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

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html#API_CreateStateMachine_RequestSyntax */
export function refuseName(name: string): void {
  if (name.length === 0 || name.length > 80 || /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u.test(name))
    throw new Fault('InvalidName', `Invalid Name: '${name}'`);
}

function refuseRole(arn: string): void {
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+/.test(arn)) throw new Fault('InvalidArn', `Invalid Role Arn: '${arn}'`);
}

function refuseDefinition(definition: string, type: string): void {
  const errors = validate(definition, type === 'EXPRESS');
  if (errors.length === 0) return;
  const words = errors.map(
    ({ code, message, location }) => `${code}: ${message}${location === undefined ? '' : ` at ${location}`}`,
  );
  throw new Fault('InvalidDefinition', `Invalid State Machine Definition: '${words.join(', ')}'`);
}
