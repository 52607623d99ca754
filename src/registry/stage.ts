import type { IdentityInput } from '../scenario/identity.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Caller, JsonObject } from './activity.ts';
import type { Cast } from './caller.ts';
import type { CheckRequest, Ledger, OpenCall } from './ledger.ts';

/** What a step acts on: the ledger with its registry, the people, and the scenario's own identity. */
export interface Stage {
  readonly scenario: Scenario;
  readonly ledger: Ledger;
  readonly cast: Cast;
  /** What holds a request that the scenario words itself against the API; loaded only where there is one. */
  readonly checks?: RequestChecks | undefined;
}

/** What `request-check.ts` has. */
export interface RequestChecks {
  readonly checkRequest: CheckRequest;
  readonly unknownMembers: (operation: string, request: JsonObject) => readonly string[];
  readonly knownMembers: (operation: string) => readonly string[];
}

/** Typical times of a call in milliseconds: long enough to be told apart, short enough not to matter. */
export const TYPICAL = { read: 40, write: 120, manifest: 180, part: 90, login: 150 } as const;

/** Makes one call directly at the API and waits for its answer. A failure becomes the step's. */
export function direct(
  stage: Stage,
  identity: IdentityInput | undefined,
  operation: string,
  request: OpenCall['request'],
  typical: number,
  check?: CheckRequest,
): OpenCall {
  const { ledger, cast } = stage;
  const call = ledger.call(cast.direct(identity ?? stage.scenario.as, ledger.now), operation, request, typical, check);
  settle(stage, call);
  return call;
}

/** Makes one call through the registry's proxy and waits for its answer. A failure becomes the step's. */
export function proxied(
  stage: Stage,
  caller: Caller,
  operation: string,
  request: OpenCall['request'],
  typical: number,
): OpenCall {
  const call = stage.ledger.call(caller, operation, request, typical);
  settle(stage, call);
  return call;
}

function settle(stage: Stage, call: OpenCall): void {
  stage.ledger.now = Math.max(stage.ledger.now, call.ended);
  if (call.failure !== undefined) stage.ledger.fail(call.failure.code, call.failure.message);
}

/**
 * `docker login`: GetAuthorizationToken, made by the CLI with the person's own credentials, unless a token still lasts.
 * Answers whether the client has a token.
 */
export function logIn(stage: Stage, identity: IdentityInput | undefined, wanted: boolean): boolean {
  const who = identity ?? stage.scenario.as;
  // Somebody of another account logs in at its own registry, of which this account's trail hears nothing.
  if ('account' in who && who.account !== stage.ledger.registry.id) return true;
  if (!wanted || !stage.cast.mustLogIn(who, stage.ledger.now)) return true;
  return direct(stage, who, 'GetAuthorizationToken', {}, TYPICAL.login).failure === undefined;
}
