import type { Instant, Milliseconds } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Options } from '../scenario/options.ts';
import type { Activity, ApiCall, Caller, Change, JsonObject, LifecycleRun, ServiceAction } from './activity.ts';
import { EcrFailure } from './failure.ts';
import type { Registry } from './state.ts';

type Mutable<Value> = { -readonly [Member in keyof Value]: Value[Member] };
export type OpenCall = Mutable<ApiCall> & { changes: Change[] };

/** What an operation sees: the registry, the moment, chance, and the call it is answering. */
export interface Moment {
  readonly registry: Registry;
  readonly at: Instant;
  readonly random: Random;
  readonly options: Options;
  readonly caller: Caller;
  /** The call being answered; operations add changes and resources to it. */
  readonly call: OpenCall;
  /** Calls that ECR makes of KMS while it answers. */
  kms(operation: string, request: JsonObject, response: JsonObject | undefined, keyArn: string, as?: Caller): void;
  /** What ECR does by itself while it answers. */
  action: Ledger['action'];
}

/** What keeps calls from being acted at all: no permission, too many requests, a session that has ended. */
export interface Refusal {
  readonly code: string;
  /** Before the service read the request: the record then has none. */
  readonly early: boolean;
  /** Whether it strikes this call. */
  meets(operation: string): boolean;
  /** The words, which name who calls and what for. */
  message(call: OpenCall): string;
}

/** Holds a request against the API's model, and answers it with the members that the API knows. Throws an EcrFailure. */
export type CheckRequest = (operation: string, request: JsonObject) => JsonObject;

/** An operation of ECR: acts on the registry and answers, or throws an EcrFailure. */
export type Operation = (request: JsonObject, moment: Moment) => JsonObject;

/**
 * Writes down what happens, on one virtual clock that never goes back.
 *
 * It has a life (the clock, the growing list), hence the class; everything else in this room is functions.
 */
export class Ledger {
  readonly registry: Registry;
  readonly options: Options;
  readonly random: Random;
  /** Where digests of layers come from: a source that nobody draws from, so that the same layer has the same digest everywhere. */
  readonly artifacts: Random;
  now: Instant;
  /** The step under way. */
  step = 0;
  /** Told of each moment before something happens at it; whoever throws there leaves the registry as it was until then. */
  reaching: ((at: Instant) => void) | undefined;
  /** What refuses calls of the step under way before they are acted. */
  refusal: Refusal | undefined;
  readonly #operations: Readonly<Record<string, Operation>>;
  #happenings: (OpenCall | Mutable<ServiceAction>)[] = [];
  /** How many happenings have been taken out. */
  #taken = 0;
  readonly #waits: { from: Instant; until: Instant }[] = [];
  readonly #failures: { step: number; code: string; message: string }[] = [];

  constructor(
    registry: Registry,
    start: Instant,
    random: Random,
    options: Options,
    operations: Readonly<Record<string, Operation>>,
  ) {
    this.registry = registry;
    this.now = start;
    this.random = random;
    this.artifacts = random.fork('artifact');
    this.options = options;
    this.#operations = operations;
  }

  /** Lets time pass up to an instant; what fell due since `from`, when the wait began, has happened by now. */
  wait(until: Instant, from: Instant = this.now): void {
    if (until <= from) return;
    this.#waits.push({ from, until });
    this.now = Math.max(this.now, until);
  }

  /** Lets time pass. */
  pass(duration: Milliseconds): void {
    this.now += Math.max(0, Math.round(duration));
  }

  /** About `typical` milliseconds, from 0.8 to 1.4 of it. */
  around(typical: Milliseconds): Milliseconds {
    return Math.round(typical * (0.8 + 0.6 * this.random()));
  }

  /** Makes one call of ECR now, which takes about `typical` milliseconds; the clock stays where the call began. */
  call(caller: Caller, operation: string, request: JsonObject, typical: Milliseconds, check?: CheckRequest): OpenCall {
    const act = this.#operations[operation];
    if (act === undefined) throw new TypeError(`No operation "${operation}" in this registry`);
    this.reaching?.(this.now);
    const call = this.#open('ecr', operation, caller, request, typical);
    if (this.refusal?.meets(operation) === true) {
      call.failure = { code: this.refusal.code, message: this.refusal.message(call), early: this.refusal.early };
      return call;
    }
    try {
      if (check !== undefined) call.request = check(operation, request);
      call.response = act(call.request, this.#moment(call));
    } catch (error) {
      if (!(error instanceof EcrFailure)) throw error;
      call.failure = { code: error.code, message: error.message };
      call.changes = [...error.changes];
    }
    return call;
  }

  /** Notes a call of another service with its answer; the clock stays where it began. */
  note(
    call: Pick<ApiCall, 'service' | 'operation' | 'caller' | 'request' | 'resources'> &
      Partial<Pick<ApiCall, 'response' | 'additional' | 'failure'>>,
    typical: Milliseconds,
  ): OpenCall {
    const { service, operation, caller, request, ...rest } = call;
    this.reaching?.(this.now);
    return Object.assign(this.#open(service, operation, caller, request, typical), rest);
  }

  /** Acts what was there before the first step: nobody records it, and what fails is thrown. */
  arrange(caller: Caller, operation: string, request: JsonObject, at: Instant): JsonObject {
    const act = this.#operations[operation];
    if (act === undefined) throw new TypeError(`No operation "${operation}" in this registry`);
    const call: OpenCall = {
      kind: 'call',
      index: -1,
      at,
      ended: at,
      step: -1,
      changes: [],
      service: 'ecr',
      operation,
      caller,
      request,
      resources: [],
    };
    return act(request, { ...this.#moment(call), kms: () => undefined, action: () => undefined });
  }

  /** Notes what the service did by itself, now. */
  action(
    kind: ServiceAction['kind'],
    repository: { readonly name: string; readonly arn: string },
    changes: readonly Change[],
    lifecycle?: LifecycleRun,
    more: Pick<ServiceAction, 'reason' | 'elsewhere' | 'record' | 'trailOnly'> = {},
  ): void {
    this.#happenings.push({
      kind,
      index: this.#taken + this.#happenings.length,
      at: this.now,
      ended: this.now,
      step: this.step,
      repository: repository.name,
      repositoryArn: repository.arn,
      changes,
      ...(lifecycle === undefined ? {} : { lifecycle }),
      ...more,
    });
  }

  /** Notes how the step under way failed. The first failure of a step is the one it ended in. */
  fail(code: string, message: string): void {
    if (this.#failures.at(-1)?.step !== this.step) this.#failures.push({ step: this.step, code, message });
  }

  /** What has happened since it was last asked; from then on it is nobody's here: a registry that lives on would fill the memory. */
  take(): Activity['happenings'] {
    const taken = this.#happenings;
    this.#taken += taken.length;
    this.#happenings = [];
    return taken;
  }

  close(): Activity {
    return {
      account: this.registry.id,
      region: this.registry.region,
      happenings: this.#happenings,
      failures: this.#failures,
      ended: this.now,
      waits: this.#waits,
    };
  }

  #moment(call: OpenCall): Moment {
    const { caller } = call;
    return {
      registry: this.registry,
      at: call.at,
      random: this.random,
      options: this.options,
      caller,
      call,
      kms: (operation, request, response, keyArn, as) =>
        this.#kms(call, operation, request, response, keyArn, as ?? caller),
      action: (...details) => {
        this.action(...details);
      },
    };
  }

  #open(
    service: ApiCall['service'],
    operation: string,
    caller: Caller,
    request: JsonObject,
    typical: Milliseconds,
  ): OpenCall {
    const at = this.now;
    const call: OpenCall = {
      kind: 'call',
      index: this.#taken + this.#happenings.length,
      at,
      ended: at + this.around(typical),
      step: this.step,
      changes: [],
      service,
      operation,
      caller,
      request,
      resources: [],
    };
    this.#happenings.push(call);
    return call;
  }

  /** ECR asks KMS a little later than it was asked itself; the answer of ECR waits for it. */
  #kms(
    parent: OpenCall,
    operation: string,
    request: JsonObject,
    response: JsonObject | undefined,
    keyArn: string,
    caller: Caller,
  ): void {
    this.now += this.around(15);
    const call = this.#open('kms', operation, caller, request, 10);
    call.during = parent.operation;
    call.resources = [{ arn: keyArn, accountId: this.registry.id, type: 'AWS::KMS::Key' }];
    if (response !== undefined) call.response = response;
    parent.ended = Math.max(parent.ended, call.ended);
  }
}
