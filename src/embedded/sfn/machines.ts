import { Fault } from '../../wire/fault.ts';
import type { Agenda } from '../agenda.ts';
import type { Scene } from '../scene.ts';
import type { MachineDefinition } from './definition.ts';
import { begun, type Chosen, type Execution, type StateMachine } from './execution.ts';
import { execute } from './execute.ts';
import { reopen } from './redrive.ts';
import { openMapRuns, type MapRuns } from './map-run/map-runs.ts';
import { readInput } from './read-input.ts';
import { sdkDescription } from './sdk-description.ts';
import { refuseDefinition, refuseName, refuseRole } from './refuse.ts';
import type { Tasks } from './task/tasks.ts';
import { openTokens, type Tokens } from './task/tokens.ts';
import { openPacer } from './time/pacer.ts';
import { openScope } from './time/scope.ts';
import { tryOut, type Trial, type Tried } from './trial/trial.ts';
import { chosenBy } from './version/choose.ts';
import { partitionOf } from '../partition.ts';

/** What Step Functions takes from the scenario. */
export type SfnScene = Pick<Scene, 'account' | 'region' | 'random'> & { readonly agenda: Agenda };

/** What state machines call. */
export type Neighbours = Pick<Tasks, 'functions' | 'perform'>;

/** What a state machine is made of; what is left out is as Step Functions has it. */
export interface NewStateMachine {
  readonly name: string;
  /** JSON text. */
  readonly definition: string;
  readonly roleArn: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly loggingConfiguration?: unknown;
  readonly tracingConfiguration?: unknown;
  readonly encryptionConfiguration?: unknown;
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

/** The state machines of one scenario, and their executions. */
export interface StateMachines {
  readonly tokens: Tokens;
  readonly mapRuns: MapRuns;
  readonly machines: Map<string, StateMachine>;
  /** By their ARNs, in the order they were started. */
  readonly executions: ReadonlyMap<string, Execution>;
  readonly scene: SfnScene;
  /** Makes a state machine. The same again is nothing; another of its name, or one that AWS would refuse, throws AWS's Fault. */
  define(machine: NewStateMachine): StateMachine;
  /** Finds a machine by its ARN. Throws AWS's Fault for one that does not exist. */
  find(arn: string): StateMachine;
  /** Finds what an ARN means, also one of a version or an alias; an alias of two versions leads to either by chance. */
  choose(arn: string): Chosen;
  /** Starts an execution; its first state is entered as soon as the agenda moves. */
  start(
    machineArn: string,
    input: string,
    name?: string,
  ): { readonly executionArn: string; readonly execution: Execution };
  /** Has an execution go on where it failed. */
  redrive(execution: Execution): void;
  /** Carries out one state that is no machine's. */
  tryOut(trial: Trial): Promise<Tried>;
  /** Runs an execution at once and waits for its end. */
  run(machineArn: string, input: string, name?: string): Promise<Execution>;
}

/** Opens Step Functions for one scenario. */
export function openStateMachines(scene: SfnScene, neighbours: Neighbours): StateMachines {
  const { agenda, random } = scene;
  const machines = new Map<string, StateMachine>();
  const executions = new Map<string, Execution>();
  const pacer = openPacer();
  const tokens = openTokens((action) => {
    agenda.after(0, () => {
      action();
      return pacer.idle();
    });
  });
  const tasks: Tasks = {
    functions: neighbours.functions,
    perform: (service, operation, input) => neighbours.perform(service, operation, input),
    tokens,
    untilEnded: (arn, told) => {
      const execution = executions.get(arn);
      if (execution === undefined) return;
      const tell = (): void => told(sdkDescription(execution));
      if (execution.status === 'RUNNING') execution.told.add(tell);
      else tell();
    },
  };

  function define({ name, definition, roleArn, type = 'STANDARD', tags = [], ...rest }: NewStateMachine): StateMachine {
    refuseName(name);
    refuseRole(roleArn);
    refuseDefinition(definition, type);
    const arn = `arn:${partitionOf(scene.region)}:states:${scene.region}:${scene.account}:stateMachine:${name}`;
    const before = machines.get(arn);
    if (before !== undefined) {
      if (before.definition === definition && before.roleArn === roleArn && before.type === type) return before;
      throw new Fault('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    }
    const machine: StateMachine = {
      name,
      arn,
      type,
      created: agenda.now(),
      roleArn,
      definition,
      revisionId: undefined,
      loggingConfiguration: rest.loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: rest.tracingConfiguration ?? { enabled: false },
      encryptionConfiguration: rest.encryptionConfiguration ?? { type: 'AWS_OWNED_KEY' },
      tags: new Map(tags.map(({ key, value }) => [key, value])),
      versions: new Map(),
      published: 0,
      aliases: new Map(),
    };
    machines.set(arn, machine);
    return machine;
  }

  function find(arn: string): StateMachine {
    const found = machines.get(arn);
    if (found !== undefined) return found;
    if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:/.test(arn))
      throw new Fault('InvalidArn', `Invalid Arn: '${arn}'`);
    throw new Fault('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  const choose = (arn: string): Chosen => chosenBy(arn, { machines, find, random });

  function open(chosen: Chosen, input: string, given: string | undefined): Execution {
    const { machine, definition, ...rest } = chosen;
    readInput(input);
    const name = given ?? random.uuid();
    const at = `arn:${partitionOf(scene.region)}:states:${scene.region}:${scene.account}`;
    const express = machine.type === 'EXPRESS';
    const arn = express
      ? `${at}:express:${machine.name}:${name}:${random.uuid()}`
      : `${at}:execution:${machine.name}:${name}`;
    const before = executions.get(arn);
    if (before !== undefined) {
      // Starting the same again, while it runs, is answered with the one that runs.
      if (before.status === 'RUNNING' && before.input === input) return before;
      throw new Fault('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const execution: Execution = {
      arn,
      name,
      machine,
      ...rest,
      mapRunArn: undefined,
      definition: JSON.parse(definition) as MachineDefinition,
      text: definition,
      input,
      ...begun(() => agenda.now()),
      scope: openScope(agenda, pacer),
    };
    executions.set(arn, execution);
    return execution;
  }

  const mapRuns = openMapRuns({ agenda, random, executions, around: () => around });
  const { openMapRun, runChild } = mapRuns;
  const around = { agenda, random, pacer, tasks, openMapRun, runChild, region: scene.region };

  async function carryOut(execution: Execution): Promise<void> {
    pacer.take();
    try {
      await execute(execution, around);
    } finally {
      pacer.drop();
    }
  }

  function begin(execution: Execution): void {
    agenda.after(0, () => {
      // Not waited for: it may wait itself, for a later moment. What is waited for is that nothing is done any more now.
      void carryOut(execution);
      return pacer.idle();
    });
  }

  async function tryState(trial: Trial): Promise<Tried> {
    pacer.take();
    try {
      return await tryOut(trial, around);
    } finally {
      pacer.drop();
    }
  }

  return {
    tokens,
    mapRuns,
    machines,
    executions,
    scene,
    define,
    find,
    choose,
    tryOut: tryState,
    redrive: (execution) => {
      reopen(execution, openScope(agenda, pacer), agenda.now());
      begin(execution);
    },
    start: (machineArn, input, name) => {
      const known = executions.size;
      const execution = open(choose(machineArn), input, name);
      if (executions.size > known) begin(execution);
      return { executionArn: execution.arn, execution };
    },
    run: async (machineArn, input, name) => {
      const execution = open(choose(machineArn), input, name);
      await carryOut(execution);
      return execution;
    },
  };
}
