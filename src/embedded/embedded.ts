import { Fault } from '../wire/fault.ts';
import type { HttpRequest, HttpResponse } from '../wire/http.ts';
import { modelOf } from '../wire/models.ts';
import { readCall, readInput, readTypedInput } from '../wire/read.ts';
import { serviceName } from '../wire/service-name.ts';
import { writeFault, writeResult } from '../wire/write.ts';
import type { AwsCall } from './aws-call.ts';
import { isAwsHost } from './aws-host.ts';
import { chooseAnswer, isOutput } from './answers.ts';
import type { Estate } from './assemble.ts';
import type { Client, Input } from './service.ts';
import { certificateOf, isCertificate } from './sns/signing/served.ts';
import { requestIdOf } from './request-id.ts';

/** On whose behalf a call is made. */
export interface Caller {
  /** Answers that go before the services' own, by `service:Operation`. */
  readonly answers?: Readonly<Record<string, unknown>> | undefined;
  /** That an operation which is not acted out is refused; otherwise it succeeds with nothing in its answer, and the record says so. */
  readonly refusesUnknown?: true;
  /** That the call is answered with an error, whatever it is; carried out or not. */
  readonly failed?: AwsCall['failed'];
  /** Whose code it is, where that is known. */
  readonly client?: Client | undefined;
  /** That polls of queues last until there is something: on a clock that waits for the caller, each that ends in vain leads to the next. */
  readonly pollsOn?: true;
  /** Told of each call as it is answered. */
  record(call: AwsCall): void;
  /** Told what a call comes to, in the members of its output, unless that is an error. */
  came?(call: Pick<AwsCall, 'service' | 'operation'>, output: unknown): void;
  /** Hands on an answer that takes its time. */
  awaiting?<Answer>(answer: Promise<Answer>): Promise<Answer>;
}

/** AWS in this process: any SDK's request in, the service's answer out, in the same protocol. */
export type Embedded = (request: HttpRequest, caller: Caller) => Promise<HttpResponse>;

/** Sets up an AWS over what an account keeps; it remembers nothing of any other. */
export function embed(estate: Pick<Estate, 'scene' | 'operation'>): Embedded {
  return async (request, caller) => {
    if (isCertificate(request)) return await certificateOf(request);
    const service = serviceName(request.headers, request.url);
    let model = modelOf(service);
    if (model instanceof Promise) model = await model;
    const call = readCall(request, service, model);
    const { operation } = call;
    const requestId = estate.scene.random.uuid();
    const name = `${service}:${operation}`;
    const declares = caller.answers !== undefined && Object.hasOwn(caller.answers, name);
    // The answers of most configurations are outputs, for services that need not be loaded then.
    let perform = declares && isOutput(caller.answers[name]) ? undefined : estate.operation(service, operation);
    if (perform instanceof Promise) perform = await perform;
    let input: unknown;
    let made: { -readonly [Member in keyof AwsCall]: AwsCall[Member] } | undefined;
    try {
      // What AWS has no such operation for is refused in AWS's own words, further down.
      const exists = model === undefined || Object.hasOwn(model.operations, operation);
      if (perform === undefined && !declares && caller.refusesUnknown === true && exists) throw notActedOut(name);
      input = model === undefined ? readInput(request, call.protocol) : readTypedInput(request, call, model);
      const shown = model?.codec === undefined ? input : model.codec.shown(input);
      const chosen = declares
        ? chooseAnswer(caller.answers[name], call, shown, { scene: estate.scene, client: caller.client })
        : undefined;
      made = {
        service,
        operation,
        input: shown,
        answered: chosen !== undefined ? 'declared' : perform === undefined ? 'empty' : 'embedded',
        ...(caller.failed !== undefined && { failed: caller.failed }),
      };
      caller.record(made);
      if (caller.failed?.carriedOut === false) throw staged(caller.failed);
      if (chosen?.kind === 'fault') throw chosen.fault;
      if (chosen?.kind === 'lost') {
        made.error = chosen.how === 'reset' ? 'ECONNRESET' : 'ETIMEDOUT';
        return { ...LOST, lost: chosen.how };
      }
      const asked = {
        endpoint: endpointOf(request),
        authorization: request.headers['authorization'],
        userAgent: request.headers['user-agent'],
        address: request.address,
        client: caller.client,
        onceGone: request.onceGone,
        pollsOn: caller.pollsOn,
      };
      let output = chosen === undefined ? perform?.(input as Input, asked) : chosen.output;
      if (output instanceof Promise) output = await (caller.awaiting?.(output) ?? output);
      if (caller.failed !== undefined) throw staged(caller.failed);
      caller.came?.({ service, operation }, output);
      return writeResult(call, output, requestIdOf(output) ?? requestId, model);
    } catch (error) {
      // Anything but a Fault is a defect of ours, and goes up.
      if (!(error instanceof Fault)) throw error;
      if (made === undefined) caller.record({ service, operation, input, answered: 'refused' });
      else if (caller.failed === undefined) made.error = error.code;
      return writeFault(call, error, requestId, model);
    }
  };
}

/** The error that a fault of the scenario answers a call with. */
function staged({ error }: NonNullable<AwsCall['failed']>): Fault {
  return new Fault(
    error,
    'A fault of the scenario makes this call fail',
    /^(?:Internal|Service)/.test(error) ? 500 : 400,
  );
}

/** Clients do not try again after a 501, and LocalStack has this code for the same case. */
function notActedOut(name: string): Fault {
  return new Fault(
    'InternalFailure',
    `Cannot carry out ${name}: it is none of the operations that ecreplay acts out`,
    501,
  );
}

/** Only what listens on this machine speaks without TLS; the real names of AWS are spoken to with it. */
function endpointOf({ headers: { host } }: HttpRequest): string | undefined {
  if (host === undefined) return undefined;
  // A client calls under one name, again and again.
  if (host !== last.host) last = { host, endpoint: `${isAwsHost(host) ? 'https' : 'http'}://${host}` };
  return last.endpoint;
}

let last = { host: '', endpoint: '' };

/** What a client never sees. */
const LOST: HttpResponse = { status: 503, headers: {}, body: '' };
