import type { Instant } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { Agenda } from '../agenda.ts';
import type { MachineDefinition, QueryLanguage, StateDefinition } from './definition.ts';
import { Failure } from './failure.ts';
import type { Execution } from './execution.ts';
import type { History } from './history.ts';
import type { MapRun } from './map-run/map-run.ts';
import type { MapRunSetting } from './map-run/map-runs.ts';
import type { Tasks } from './task/tasks.ts';
import type { Callback } from './task/tokens.ts';
import type { Pacer } from './time/pacer.ts';
import type { Scope } from './time/scope.ts';

/** What all parts of one execution share. */
export interface Run {
  readonly agenda: Agenda;
  readonly pacer: Pacer;
  readonly random: Random;
  readonly history: History;
  readonly tasks: Tasks;
  /** Carries out a machine or a branch: what Parallel and Map states do with what lies inside them. */
  states(this: void, strand: Strand, definition: MachineDefinition, input: unknown): Promise<unknown>;
  /** Opens the run of a distributed map, and carries out an execution of it, which is halted with its scope. */
  openMapRun(this: void, visit: Visit, setting: MapRunSetting): MapRun;
  runChild(this: void, visit: Visit, run: MapRun, input: unknown, scope: Scope): Promise<Execution>;
  /** None where a state is tried out by itself. */
  readonly execution?: Execution;
  readonly region: string;
  /** The part of the context object that does not change. */
  readonly context: { readonly Execution: ExecutionContext; readonly StateMachine: unknown };
}

/** The execution, in the words of the context object. */
export interface ExecutionContext {
  readonly Id: string;
  readonly Input: unknown;
  readonly StartTime: string;
  readonly Name: string;
  readonly RoleArn: string;
  readonly RedriveCount: number;
}

/** Variables, and those of whatever lies around: a branch sees its Parallel state's, and cannot change them. */
export interface Variables {
  readonly own: Map<string, unknown>;
  readonly outer: Variables | undefined;
}

/** What strands that run at the same time share: the event at which one of them has failed, which ends the others. */
export interface Fate {
  failedAt: number | undefined;
  readonly outer: Fate | undefined;
}

/** The event that ended a strand from without; `undefined` while nothing has, and when the whole execution was stopped. */
export function endedBy({ failedAt, outer }: Fate): number | undefined {
  return failedAt ?? (outer === undefined ? undefined : endedBy(outer));
}

/** A line of states, one after another: an execution, a branch of a Parallel state, an iteration of a Map state. */
export interface Strand {
  readonly run: Run;
  readonly scope: Scope;
  readonly variables: Variables;
  readonly language: QueryLanguage;
  /** `Map.Item` of the context object, inside an iteration. */
  readonly item: { readonly Index: number; readonly Value: unknown } | undefined;
  /** What becomes of it when a strand beside it fails. */
  readonly fate: Fate;
  /** The id of the event that the next one follows. */
  last: number;
}

/** One stay in one state. */
export interface Visit {
  readonly strand: Strand;
  readonly name: string;
  readonly state: StateDefinition;
  readonly language: QueryLanguage;
  /** The input as it came in. */
  readonly input: unknown;
  readonly entered: Instant;
  readonly enteredId: number;
  retries: number;
  /** Of a task that waits to be called back. */
  callback: (Callback & { readonly token: string }) | undefined;
  /** What its Assign has set, for the history. */
  assigned: Readonly<Record<string, unknown>> | undefined;
  /** Of a state that is tried out: what it would call is not called. */
  readonly mock?: Mock | undefined;
  /** Of a state that is tried out: takes in what it has on the way. */
  readonly inspected?: Map<string, unknown>;
}

/** Answers in place of what a state would call, or throws the failure that it is to have. */
export type Mock = (this: void) => unknown;

/** The context object, as it is in this state now: `$$` in JSONPath, `$states.context` in JSONata. */
export function contextOf(visit: Visit): Readonly<Record<string, unknown>> {
  const { strand, name, state, entered, retries, callback } = visit;
  const canRetry = state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map';
  return {
    ...strand.run.context,
    State: {
      Name: name,
      EnteredTime: new Date(entered).toISOString(),
      ...(canRetry && { RetryCount: retries }),
    },
    ...(callback !== undefined && { Task: { Token: callback.token } }),
    ...(strand.item !== undefined && { Map: { Item: strand.item } }),
  };
}

/** Looks a variable up, from the inside out. */
export function variable({ own, outer }: Variables, name: string): unknown {
  return own.has(name) || outer === undefined ? own.get(name) : variable(outer, name);
}

/** All variables that can be seen. */
export function visible({ own, outer }: Variables): Readonly<Record<string, unknown>> {
  return { ...(outer !== undefined && visible(outer)), ...Object.fromEntries(own) };
}

/** Sets variables of this strand. */
export function assign(visit: Visit, values: Readonly<Record<string, unknown>>): void {
  const { own, outer } = visit.strand.variables;
  for (const [name, value] of Object.entries(values)) {
    if (outer !== undefined && name in visible(outer))
      throw new Failure('States.Runtime', `Cannot assign the variable '${name}': it belongs to an outer scope`);
    own.set(name, value);
  }
  if (Object.keys(values).length > 0) visit.assigned = { ...visit.assigned, ...values };
}
