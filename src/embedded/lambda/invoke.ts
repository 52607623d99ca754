import { Fault } from '../../wire/fault.ts';
import { answeredAs } from '../request-id.ts';
import type { Operation } from '../service.ts';
import type { Answer, Functions } from './functions.ts';

/** What Invoke is given, as SDK clients word it. */
interface InvokeInput {
  readonly FunctionName: string;
  readonly InvocationType?: string;
  readonly LogType?: string;
  readonly Payload?: Uint8Array | string;
  readonly Qualifier?: string;
}

/** The operations that run functions. */
export function invokeOperations(functions: Functions): Readonly<Record<string, Operation>> {
  async function invoke(given: unknown): Promise<unknown> {
    const {
      FunctionName,
      InvocationType: type = 'RequestResponse',
      LogType,
      Payload,
      Qualifier,
    } = given as InvokeInput;
    const called = functions.find(FunctionName, Qualifier);
    if (type === 'DryRun') return { StatusCode: 204 };
    if (type !== 'RequestResponse' && type !== 'Event') throw unknownType(type);
    const { status, payload, functionError, requestId, executedVersion } = await functions.invoke(
      called.arn,
      textOf(Payload),
      { type },
    );
    if (payload === undefined) return answeredAs(requestId, { StatusCode: status });
    return answeredAs(requestId, {
      StatusCode: status,
      ...(functionError !== undefined && { FunctionError: functionError }),
      ...(LogType === 'Tail' && {
        LogResult: logTail(requestId, executedVersion, called.version().settings.memorySize ?? 128),
      }),
      Payload: Buffer.from(payload),
      ExecutedVersion: executedVersion,
    });
  }

  /** The first form of asynchronous invocation, which Lambda still answers. */
  async function invokeAsync(given: unknown): Promise<unknown> {
    const { FunctionName, InvokeArgs } = given as { FunctionName: string; InvokeArgs?: Uint8Array | string };
    const { status }: Answer = await functions.invoke(FunctionName, textOf(InvokeArgs), { type: 'Event' });
    return { Status: status };
  }

  return { Invoke: invoke, InvokeAsync: invokeAsync };
}

/**
 * The end of the log of one run, as far as it depends on nothing but the run: what the platform itself writes.
 *
 * Durations are one millisecond, because a virtual clock does not move while code runs, and the same seed must give the same bytes.
 */
export function logTail(requestId: string, version: string | undefined, memory: number): string {
  return Buffer.from(
    `START RequestId: ${requestId} Version: ${version}\nEND RequestId: ${requestId}\n` +
      `REPORT RequestId: ${requestId}\tDuration: 1.00 ms\tBilled Duration: 1 ms\tMemory Size: ${memory} MB\tMax Memory Used: ${memory} MB\t\n`,
  ).toString('base64');
}

/** A payload as text, whichever way a client has given it. */
export function textOf(payload: Uint8Array | string | undefined): string {
  return payload === undefined ? '' : typeof payload === 'string' ? payload : Buffer.from(payload).toString('utf8');
}

function unknownType(type: string): Fault {
  return new Fault(
    'ValidationException',
    `1 validation error detected: Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, DryRun, RequestResponse]`,
  );
}
